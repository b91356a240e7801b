import assert from 'node:assert/strict';
import test from 'node:test';
import { seededRandom } from '../../src/core/random.ts';
import { pairedEstimate } from '../../src/stats/paired.ts';
import { blocksNeeded, settles } from '../../src/stats/settle.ts';
import { logNormal, ORDINARY } from './samples.ts';

test('a regression, an improvement and an interval inside the band settle a comparison', () => {
  const of = (verdict: 'regression' | 'improvement' | 'unchanged', low: number, high: number): boolean =>
    settles({ ratio: 1, interval: [low, high], minimumDetectable: 0, verdict, reasons: [] }, 0.02);
  assert.equal(of('regression', 1.01, 1.1), true);
  assert.equal(of('improvement', 0.9, 0.99), true);
  assert.equal(of('unchanged', 0.99, 1.01), true);
  assert.equal(of('unchanged', 1.005, 1.03), false);
});

test('the forecast of blocks comes true within a factor of two', () => {
  const random = seededRandom(31);
  for (const [cv, ratio] of [
    [0.03, 1],
    [0.03, 1.03],
    [0.1, 1.1],
  ] as const) {
    const sample = (n: number) => [logNormal(random, n, 1, cv), logNormal(random, n, ratio, cv)] as const;
    const forecast = blocksNeeded(...sample(200), ORDINARY)!;
    const decided = (n: number): boolean => pairedEstimate(...sample(n), ORDINARY).verdict !== 'inconclusive';
    assert.equal(
      [1, 2, 3, 4, 5].every(() => decided(2 * forecast)),
      true,
      `${cv}, ${ratio}: ${forecast}`,
    );
    assert.equal(
      [1, 2, 3, 4, 5].every(() => decided(Math.ceil(forecast / 2))),
      false,
      `${cv}, ${ratio}`,
    );
  }
});

test('a forecast never falls below what alpha allows, and there is none without spread to go by', () => {
  assert.equal(blocksNeeded([1, 1, 1], [2, 2, 2], ORDINARY), 8);
  assert.equal(blocksNeeded([1], [2], ORDINARY), null);
  assert.equal(blocksNeeded([0, 1], [1, 2], ORDINARY), null);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Judgement } from '../../src/core/comparison.ts';
import { normal, type Random, seededRandom } from '../../src/core/random.ts';
import { type Pairs, type SequentialCase, sequentialCase } from '../../src/judge/interleaved.ts';

const WALL: Judgement = { tolerance: 0.02, alpha: 0.01, direction: 'lower', unit: 's' };

/** Blocks with 3 % noise on both sides and a drift that both share. */
function blocks(random: Random, count: number, change: number): Pairs {
  const baseline: number[] = [];
  const candidate: number[] = [];
  for (let i = 0; i < count; i++) {
    const drift = 1 + i / 500;
    baseline.push(drift * Math.exp(0.03 * normal(random)));
    candidate.push(change * drift * Math.exp(0.03 * normal(random)));
  }
  return { baseline, candidate };
}

const first = (pairs: Pairs, count: number): Pairs => ({
  baseline: pairs.baseline.slice(0, count),
  candidate: pairs.candidate.slice(0, count),
});

/** Goes on until the looks end it, as a comparison does. */
function observed(test: SequentialCase, all: Record<string, Pairs>, maxBlocks: number): Map<string, string> {
  let count = 1;
  while (count < maxBlocks && !test.settledAt(count, (metric) => first(all[metric]!, count))) count++;
  const decisions = test.decide((metric) => first(all[metric]!, count));
  return new Map([...decisions].map(([metric, { estimate }]) => [metric, estimate.verdict]));
}

test('looking again and again does not raise false alarms above the share, and finds a tenth', () => {
  const random = seededRandom(11);
  const loose = { ...WALL, alpha: 0.05 };
  const called = (change: number, draws: number): number => {
    let count = 0;
    for (let draw = 0; draw < draws; draw++) {
      const test = sequentialCase(new Map([['wall', loose]]), 10, 100);
      const verdict = observed(test, { wall: blocks(random, 100, change) }, 100).get('wall');
      if (verdict === 'regression' || verdict === 'improvement') count++;
    }
    return count;
  };
  // 200 draws at 5 %: more than 20 alarms have a probability below 0.1 %.
  assert.ok(called(1, 200) <= 20);
  assert.ok(called(1.1, 50) >= 49);
});

test('sampling ends at the first look where every metric of the case is settled', () => {
  const random = seededRandom(3);
  const all = { wall: blocks(random, 100, 1.3), user: blocks(random, 100, 1.04) };
  const alone = sequentialCase(new Map([['wall', WALL]]), 10, 100);
  const both = sequentialCase(
    new Map([
      ['wall', WALL],
      ['user', WALL],
    ]),
    10,
    100,
  );
  const ends = { wall: 0, user: 0, both: 0 };
  for (let count = 100; count > 0; count--) {
    const wall = alone.settledAt(count, () => first(all.wall, count));
    const user = alone.settledAt(count, () => first(all.user, count));
    const settled = both.settledAt(count, (metric) => first(all[metric as 'wall' | 'user'], count));
    assert.equal(settled, wall && user, `${count} blocks`);
    if (wall) ends.wall = count;
    if (user) ends.user = count;
    if (settled) ends.both = count;
  }
  assert.ok(ends.wall > 0 && ends.wall < ends.user, JSON.stringify(ends));
  assert.equal(ends.both, ends.user);
});

test('the decision is that of the look which ended the sampling, at its part of the share', () => {
  const clear = blocks(seededRandom(5), 100, 1.3);
  const test = sequentialCase(new Map([['wall', WALL]]), 10, 100);
  let count = 1;
  while (!test.settledAt(count, () => first(clear, count))) count++;
  const decision = test.decide(() => first(clear, count)).get('wall')!;
  assert.equal(decision.blocks, count);
  assert.ok(decision.alphaAtLook < WALL.alpha / 2);
  const final = test.decide(() => clear).get('wall')!;
  assert.equal(final.alphaAtLook, WALL.alpha / 2);
  assert.deepEqual(
    test.decide(() => first(clear, count)).get('wall'),
    decision,
    'deciding again gives the same',
  );
});

test('without room for an interim look the whole share is for the final one', () => {
  const test = sequentialCase(new Map([['wall', WALL]]), 10, 10);
  const pairs = blocks(seededRandom(5), 10, 1.3);
  assert.ok(
    Array.from({ length: 11 }, (_, i) => i).every(
      (count) => !test.settledAt(count, () => first(pairs, count)),
    ),
  );
  assert.equal(test.decide(() => pairs).get('wall')!.alphaAtLook, WALL.alpha);
});

test('no complete block at all is inconclusive', () => {
  const test = sequentialCase(new Map([['wall', WALL]]), 10, 100);
  const { estimate, blocks } = test.decide(() => ({ baseline: [], candidate: [] })).get('wall')!;
  assert.equal(estimate.verdict, 'inconclusive');
  assert.equal(estimate.ratio, null);
  assert.equal(blocks, 0);
});

import assert from 'node:assert/strict';
import test from 'node:test';
import { adaptive, atLookInShort, interleave } from '../../bench/simulate/adaptive.ts';
import { simulateFalseAlarms } from '../../bench/simulate/false-alarms.ts';
import { LOG_NORMAL, NOISES } from '../../bench/simulate/noise.ts';
import { simulatePower } from '../../bench/simulate/power.ts';
import { binomialCdf, clopperPearson } from '../../bench/simulate/rate.ts';
import { replaceBetweenMarkers } from '../../bench/simulate/table.ts';
import { seededRandom } from '../../src/core/random.ts';

test('no noise makes runs alarm more often than the budget of 1 %, early stopping on', () => {
  for (const { noise, comparisons, alarmed } of simulateFalseAlarms(1 / 50)) {
    // What a true rate of 1 % would exceed in fewer than one of 10,000 simulations.
    const surprise = 1 - binomialCdf(alarmed.hits - 1, alarmed.draws, 0.01);
    assert.ok(surprise > 1e-4, `${noise}, ${comparisons} comparisons: ${alarmed.hits} of ${alarmed.draws}`);
  }
});

test('power grows with the change and with the blocks, and nothing is called the wrong way round', () => {
  const cells = simulatePower(1 / 20);
  const at = (cv: number, maxBlocks: number, change: number) =>
    cells.find((cell) => cell.cv === cv && cell.maxBlocks === maxBlocks && cell.change === change)!;
  assert.ok(at(0.01, 100, 0.05).regressions >= 24);
  assert.ok(at(0.03, 100, 0.05).regressions >= 24);
  assert.ok(at(0.1, 400, 0.1).regressions >= 24);
  assert.ok(at(0.1, 15, 0.05).regressions < at(0.1, 400, 0.05).regressions);
  assert.ok(at(0.01, 100, 0).unchanged >= 24);
  assert.equal(
    cells.filter((cell) => cell.change >= 0.03).every((cell) => cell.improvements === 0),
    true,
  );
});

test('the shortened looks of the simulation decide exactly as the full ones', () => {
  for (const noise of NOISES) {
    const random = seededRandom(71);
    for (const ratio of [1, 1, 1, 1.03, 1.1, 0.9]) {
      const blocks = interleave(noise.series(random, 120, 0.02), random, ratio);
      const budget = { alpha: 0.05, tolerance: 0.02, minBlocks: 10, maxBlocks: 60 };
      const short = adaptive(blocks, budget, atLookInShort);
      const full = adaptive(blocks, budget);
      assert.deepEqual(
        [short.blocks, short.estimate.verdict],
        [full.blocks, full.estimate.verdict],
        noise.name,
      );
    }
  }
});

test('a budget of time ends the sampling at the block that passes it', () => {
  const random = seededRandom(72);
  const blocks = interleave(LOG_NORMAL.series(random, 200, 0.5), random, 1);
  const outcome = adaptive(blocks, { alpha: 0.01, tolerance: 0.02, minBlocks: 10, maxBlocks: 100, time: 60 });
  const spent = (n: number): number =>
    blocks.baseline.slice(0, n).reduce((sum, value, i) => sum + value + blocks.candidate[i]!, 0);
  assert.ok(spent(outcome.blocks) >= 60 && spent(outcome.blocks - 1) < 60);
});

test('the binomial interval agrees with published values', () => {
  // Clopper and Pearson: 95 % for 0 of 10, 5 of 10 and 10 of 100.
  const rounded = (hits: number, draws: number): number[] =>
    clopperPearson({ hits, draws }, 0.95).map((end) => Number(end.toFixed(4)));
  assert.deepEqual(rounded(0, 10), [0, 0.3085]);
  assert.deepEqual(rounded(5, 10), [0.1871, 0.8129]);
  assert.deepEqual(rounded(10, 100), [0.049, 0.1762]);
});

test('a table replaces what is between its markers, and missing markers are an error', () => {
  const page = 'a\n<!-- simulate:x -->\nold\n<!-- /simulate:x -->\nb';
  assert.equal(
    replaceBetweenMarkers(page, 'x', 'new'),
    'a\n<!-- simulate:x -->\n\nnew\n\n<!-- /simulate:x -->\nb',
  );
  assert.throws(() => replaceBetweenMarkers(page, 'y', 'new'), /no markers/);
});

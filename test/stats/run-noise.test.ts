import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Judgement } from '../../src/core/comparison.ts';
import { normal, seededRandom } from '../../src/core/random.ts';
import { sequentialCase } from '../../src/judge/interleaved.ts';
import { forecast } from '../../src/judge/noise.ts';
import { runNoise } from '../../src/stats/run-noise.ts';

interface Model {
  readonly within: number;
  readonly between: number;
  readonly memory: number;
  readonly runs: number;
  readonly samples: number;
}

function simulated(seed: number, { within, between, memory, runs, samples }: Model): number[][] {
  const random = seededRandom(seed);
  return Array.from({ length: runs }, () => {
    const level = between * normal(random);
    let state = normal(random);
    return Array.from({ length: samples }, () => {
      state = memory * state + Math.sqrt(1 - memory ** 2) * normal(random);
      return Math.exp(level + within * state);
    });
  });
}

describe('the noise of repeated runs', () => {
  test('tells what varies within runs from what varies between them', () => {
    const noise = runNoise(
      simulated(3, { within: 0.02, between: 0.01, memory: 0, runs: 60, samples: 40 }),
      'lower',
    )!;
    assert.ok(Math.abs(noise.withinSd - 0.02) < 0.002, `${noise.withinSd}`);
    assert.ok(Math.abs(noise.betweenSd! - 0.01) < 0.003, `${noise.betweenSd}`);
    const none = runNoise(
      simulated(4, { within: 0.02, between: 0, memory: 0, runs: 60, samples: 40 }),
      'lower',
    )!;
    assert.ok(none.betweenSd! < 0.002, `${none.betweenSd}`);
  });

  test('sees the memory of neighbouring samples, and its absence', () => {
    const model = { within: 0.02, between: 0.01, runs: 10, samples: 60 };
    const much = runNoise(simulated(5, { ...model, memory: 0.6 }), 'lower')!.autocorrelation!;
    assert.ok(much.interval[0] > 0.35 && much.value < 0.7, JSON.stringify(much));
    const little = runNoise(simulated(6, { ...model, memory: 0 }), 'lower')!.autocorrelation!;
    assert.ok(little.interval[0] < 0.05 && little.interval[1] > -0.05, JSON.stringify(little));
  });

  test('counts the slow samples that runs begin with', () => {
    const runs = simulated(7, { within: 0.01, between: 0, memory: 0, runs: 3, samples: 30 });
    for (const samples of runs) for (let i = 0; i < 3; i++) samples[i]! *= 2;
    assert.equal(runNoise(runs, 'lower')!.warmUp, 3);
  });

  test('has no answer for values without a logarithm', () => {
    assert.equal(runNoise([[0, 1, 2]], 'lower'), null);
  });
});

describe('the forecast of a comparison', () => {
  const judgement: Judgement = { tolerance: 0.02, alpha: 0.01, direction: 'lower', unit: 's' };
  const budget = { judgements: new Map([['wall', judgement]]), minBlocks: 10, maxBlocks: 200 };

  /** One comparison of equal programs as it really goes, and its half-width. */
  function compared(seed: number, sd: number): number {
    const random = seededRandom(seed);
    const side = (): number[] => Array.from({ length: 200 }, () => Math.exp(sd * normal(random)));
    const [baseline, candidate] = [side(), side()];
    const test = sequentialCase(budget.judgements, 10, 200);
    let blocks = 10;
    const upTo = () => ({ baseline: baseline.slice(0, blocks), candidate: candidate.slice(0, blocks) });
    while (blocks < 200 && !test.settledAt(blocks, upTo)) blocks++;
    const { interval } = test.decide(upTo).get('wall')!.estimate;
    return (interval[1]! - interval[0]!) / 2;
  }

  // Quiet programs are settled at the first look, whose interval is nearly the range of a dozen blocks and varies.
  for (const [sd, least] of [
    [0.005, 14],
    [0.02, 18],
    [0.1, 18],
  ] as const) {
    test(`of noise of ${sd * 100} % lies within a factor of 1.5 of what comes, ${least} times in 20 or more`, () => {
      let near = 0;
      for (let seed = 0; seed < 20; seed++) {
        const random = seededRandom(1000 + seed);
        const side = (): number[] => Array.from({ length: 100 }, () => Math.exp(sd * normal(random)));
        const pairs = new Map([['wall', { baseline: side(), candidate: side() }]]);
        const { halfWidth } = forecast(pairs, budget, 40, random).metrics.get('wall')!;
        const ratio = compared(5000 + seed, sd) / halfWidth!;
        if (ratio < 1.5 && ratio > 1 / 1.5) near++;
      }
      assert.ok(near >= least, `${near} of 20`);
    });
  }

  test('alarms no more often than the budget, and asks for more blocks for smaller changes', () => {
    const random = seededRandom(9);
    const side = (): number[] => Array.from({ length: 100 }, () => Math.exp(0.05 * normal(random)));
    const wide = { ...budget, judgements: new Map([['wall', { ...judgement, alpha: 0.1 }]]) };
    const found = forecast(new Map([['wall', { baseline: side(), candidate: side() }]]), wide, 300, random);
    // Six standard errors above 10 %.
    assert.ok(found.alarms.filter(Boolean).length < 300 * 0.1 + 6 * Math.sqrt(300 * 0.09));
    const needed = found.metrics.get('wall')!.blocksFor.map(({ blocks }) => blocks!);
    assert.deepEqual(
      needed,
      [...needed].sort((a, b) => b - a),
    );
    assert.ok(needed[0]! > 50 * needed[3]! && needed[0]! < 150 * needed[3]!, needed.join(' '));
  });
});

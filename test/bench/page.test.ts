import assert from 'node:assert/strict';
import { test } from 'node:test';
import { upperTail } from '../../bench/acceptance/binomial.ts';
import { medianRatio } from '../../bench/bootstrap.ts';
import { readByMean, readBySpread } from '../../bench/decide/hyperfine.ts';
import { tallyText } from '../../bench/decide/tally.ts';
import { interleave } from '../../bench/interleave.ts';
import { alike, type Machine } from '../../bench/machine.ts';
import type { Outcome } from '../../bench/outcome.ts';
import { resultsPage } from '../../bench/page.ts';

const MACHINE: Machine = { environment: 'e', source: 's', facts: [['kernel', '6.1']] };

test('sides go first in turn, and the warm-up is not counted', async () => {
  const order: string[] = [];
  const sides = {
    ours: async () => order.push('ours'),
    theirs: async () => order.push('theirs'),
  };
  const quiet = { share: 1, progress: () => {}, signal: new AbortController().signal };
  const pairs = await interleave(2, sides, quiet);
  assert.deepEqual(order, ['theirs', 'ours', 'ours', 'theirs', 'theirs', 'ours']);
  assert.deepEqual(pairs, [
    { ours: 3, theirs: 4 },
    { ours: 6, theirs: 5 },
  ]);
});

test('an interrupted bench takes no further block', async () => {
  const stopping = new AbortController();
  const theirs = async (): Promise<number> => {
    stopping.abort();
    return 1;
  };
  const sides = { ours: async () => 1, theirs };
  await assert.rejects(interleave(5, sides, { share: 1, progress: () => {}, signal: stopping.signal }), {
    name: 'AbortError',
  });
});

test('the ratio is the median over blocks, and its interval holds it', () => {
  const pairs = [1.0, 1.1, 1.2, 1.3, 9].map((ours) => ({ ours, theirs: 1 }));
  const { estimate, interval } = medianRatio(pairs);
  assert.equal(estimate, 1.2);
  assert.ok(interval[0] >= 1 && interval[0] < 1.2 && interval[1] > 1.2 && interval[1] <= 9, String(interval));
  const doubled = medianRatio(pairs.map(({ ours, theirs }) => ({ ours: 2 * ours, theirs })));
  assert.deepEqual(doubled.interval, [2 * interval[0], 2 * interval[1]]);
});

test('the chance of 4 or more alarms in 100 at 1 % is 1.8 %, of 3 or more 7.9 %', () => {
  assert.equal(upperTail(4, 100, 0.01).toFixed(4), '0.0184');
  assert.equal(upperTail(3, 100, 0.01).toFixed(4), '0.0794');
  assert.equal(upperTail(0, 100, 0.01), 1);
});

test('hyperfine is read by its spread and by its means', () => {
  const answer = { wallS: 6, ratio: 1.05, sd: 0.06 };
  assert.equal(readBySpread(answer), 'same');
  assert.equal(readBySpread({ ...answer, sd: 0.04 }), 'slower');
  assert.equal(readBySpread({ ...answer, ratio: 0.9, sd: 0.04 }), 'faster');
  assert.equal(readByMean(answer, 0.02), 'slower');
  assert.equal(readByMean({ ...answer, ratio: 1.019 }, 0.02), 'same');
  assert.equal(readByMean({ ...answer, ratio: 0.97 }, 0.02), 'faster');
});

test('a right verdict costs all the time over the right ones', () => {
  const tally = { times: [2, 2, 2, 2], readings: ['slower', 'same', 'undecided', 'slower'] } as const;
  assert.equal(
    tallyText(tally, 'slower'),
    '2.000 s, 2 of 4 right, 1 wrong, 1 undecided, 4.000 s a right verdict',
  );
  assert.match(tallyText(tally, 'faster'), /0 of 4 right, 3 wrong, 1 undecided, never right/);
});

test('the page says whether a bound is met surely, barely or not', () => {
  const outcome = (name: string, interval: [number, number]): Outcome => ({
    name,
    peer: 'peer',
    rows: [],
    ratio: { estimate: 1, interval, bound: 1.05 },
  });
  const ran = {
    at: '2026-01-01T00:00:00Z',
    loadBefore: 0.5,
    outcomes: [
      outcome('Sure', [0.9, 1.01]),
      outcome('Barely', [0.9, 1.2]),
      {
        ...outcome('Not', [1.1, 1.2]),
        ratio: { estimate: 1.15, interval: [1.1, 1.2] as const, bound: 1.05 },
      },
    ],
  };
  const page = resultsPage({ machine: MACHINE, benches: { one: ran } }, ['one', 'never run']);
  assert.match(page, /\| Sure \| peer \| 1\.00 \[0\.900, 1\.01\] \| ≤ 1\.05 \| met \|/);
  assert.match(page, /\| Barely .* \| met, not surely \|/);
  assert.match(page, /\| Not .* \| \*\*not met\*\* \|/);
  assert.ok(!page.includes('never run'));
});

test('results of other code or of another machine are not put beside', () => {
  assert.ok(alike(MACHINE, { ...MACHINE, facts: [] }));
  assert.ok(!alike(MACHINE, { ...MACHINE, source: 'other' }));
  assert.ok(!alike(MACHINE, { ...MACHINE, environment: 'other' }));
});

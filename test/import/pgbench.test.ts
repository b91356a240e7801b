import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fixture, holdsReader, read } from './reader.ts';

holdsReader(
  'pgbench',
  ['tpcb', 'select-statements', 'scripts'].map((name) => `pgbench/${name}.txt`),
);
holdsReader(
  'pgbench',
  ['transactions', 'transactions-thread-1', 'transactions-lag'].map((name) => `pgbench/${name}.log`),
  { endless: true },
);

test('an aggregated log is refused with the flag to leave out', async () => {
  await assert.rejects(read(fixture('pgbench/aggregated.log'), 'pgbench_log.1'), {
    hint: /--aggregate-interval/,
  });
});

test('transactions that failed have no latency and are told', async () => {
  const text = `${fixture('pgbench/transactions.log')}0 41 serialization 0 1795216428 400000\n`;
  const { measurements, warnings } = await read(text);
  assert.equal(measurements[0]?.samples.length, 40);
  assert.deepEqual(warnings, ['1 transactions serialization: left out']);
});

test('the lag is known only beside the number of tries', async () => {
  const row = (rest: string): string => `0 1 4260 0 1795216428 349611 ${rest}\n`;
  const both = await read(row('3750 0'));
  assert.deepEqual(both.measurements[1]?.samples, [0.00375]);
  const one = await read(row('3750'));
  assert.deepEqual([one.measurements.length, one.warnings.length], [1, 1]);
});

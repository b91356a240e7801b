import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fixture, read } from './reader.ts';

/** One text of each tool whose output people redirect to a file. */
const TEXTS = [
  'ruby-benchmark/bm.txt',
  'ruby-benchmark/bmbm.txt',
  'dart-benchmark-harness/output.txt',
  'benchmark-luau/bench.txt',
  'catch2/console.txt',
  'catch2/report.xml',
  'junit/pytest.xml',
  'fio/noted.json',
  'wrk/latency.txt',
  'wrk/wrk2.txt',
  'sysbench/cpu.txt',
  'sysbench/oltp.txt',
  'memtier/console.txt',
  'memtier/runs.txt',
  'redis-benchmark/benchmark.csv',
  'pgbench/scripts.txt',
  'pgbench/transactions.log',
  'github-action-benchmark/data.js',
  'ndjson/samples.ndjson',
];

for (const path of TEXTS) {
  test(`${path}, redirected by PowerShell to UTF-16 with CR LF, reads the same`, async () => {
    const text = fixture(path).toString().replaceAll('\n', '\r\n');
    const redirected = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]);
    assert.deepEqual(await read(redirected), await read(fixture(path)));
  });
}

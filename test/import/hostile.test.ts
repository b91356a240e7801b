import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AssayError } from '../../src/core/error.ts';
import { FORMATS } from '../../src/import/formats.ts';
import { readHead } from '../../src/import/head.ts';
import { bytesSource } from '../../src/import/source.ts';
import { read } from './reader.ts';

/**
 * Lines on which a careless pattern takes time by the square of their length or worse. A linear one takes
 * milliseconds, so a second is not a matter of the machine.
 */
const LONG = 1_000_000;
const spaces = ' '.repeat(LONG);
const digits = '1'.repeat(LONG);

const hostile: readonly [format: string, text: string][] = [
  ['ruby-benchmark', `       user     system      total        real\nx${spaces}y\n`],
  ['dart-benchmark-harness', `A(RunTime): 1 us.\nB${'('.repeat(LONG)}\nC(x): ${digits}y\n`],
  ['benchmark-luau', `SUCCESS: a : 1.000ms +/- 1.0% on luau\nSUCCESS: a${spaces}x\n`],
  [
    'catch2',
    `benchmark name   samples   iterations   estimated\n${'-'.repeat(79)}\nx${spaces}y\nx${digits}\n`,
  ],
  ['junit', `${'<!---->'.repeat(100)}<x/>`],
  ['junit', `<!--${'-->'.repeat(10_000)}`],
  ['wrk', `Running 1s test @ x${spaces}y\n  Thread Stats   Avg\n`],
  ['memtier', `1 Threads\n1 Connections per thread\nBEST RUN RESULTS${spaces}y\nType Ops/sec \n`],
  ['sysbench', `sysbench 1.0\nRunning the test with\n${spaces}\n`],
  ['pgbench', `transaction type: x\nscaling factor: 1\ntps = ${digits}${spaces}\n`],
  ['redis-benchmark', `"test","rps","avg_latency_ms"\n"x${'","'.repeat(LONG / 3)}"\n`],
  ['csv', `benchmark,value\nx,${digits}x\n`],
  ['csv', `benchmark,value,unit\nx,1,${spaces}a${spaces}b\n`],
  ['ndjson', `{"benchmark":"x","value":"${digits}x"}\n`],
  ['github-action-benchmark', `[{"name":"x","value":"${digits}x","unit":"a${spaces}b"}]`],
  ['criterion', `a${spaces}time:${spaces}[1 ns 1 ns 1 ns]x\n${spaces}b\n`],
  ['libtest', `test a${spaces}b ... bench: 1\ntest ${spaces}\n`],
  ['benchmark.js', `a${' x 1'.repeat(LONG / 4)}\nb x ${digits} ops/sec\n`],
  ['gungraun', `  Instructions: 1|1\n${'::'.repeat(LONG / 2)} a b\n  x:${spaces}|\n`],
  ['iai', `  L1 Accesses: 1\n  RAM Accesses:${spaces}x\n`],
  ['go', `pkg: x\nBenchmark${'-1'.repeat(LONG / 2)}x 1 1 ns/op\nBenchmark${'/a'.repeat(1000)} 1${spaces}\n`],
  ['asv', `· Discovering benchmarks\n${' For a'.repeat(LONG / 6)}\n[100.00%] ··· a.b ${spaces}ok\n`],
  ['asv', `· Discovering benchmarks\n[100.00%] ··· a.b ok\n  === ===\n${'x\n'.repeat(LONG / 10)}`],
  ['k6', `{"type":"Point","metric":"${'\\\\"'.repeat(LONG / 3)}`],
  ['hyperfine', `{"results":[{"command":"${'\\\\"'.repeat(LONG / 3)}`],
  ['pytest-benchmark', `{"benchmarks":[{"fullname":"${'['.repeat(LONG)}"}]}`],
  ['jmh', `[{"benchmark":"a","mode":"thrpt","primaryMetric":${'['.repeat(LONG)}`],
  ['samples', `{"schema":"assay.samples/1","case":${'{"a":'.repeat(LONG / 5)}`],
  ['bmf', `{"${'\\\\'.repeat(LONG / 2)}":{"a":{"value":`],
];

for (const [index, [format, text]] of hostile.entries()) {
  test(`a long line does not keep the reader of ${format} busy (${index})`, async () => {
    const start = process.cpuUsage();
    await read(text, 'results', format).catch((error) => {
      assert.ok(error instanceof AssayError, `${error}`);
      assert.equal(error.code, 'input');
      assert.ok(error.message.length < 2000, 'the error repeats the line');
    });
    assert.ok(process.cpuUsage(start).user < 1e6, 'took more than a second');
  });
}

for (const { name, title, recognises } of FORMATS) {
  test(`a long line does not keep the recogniser of ${name} (${title}) busy`, async () => {
    const start = process.cpuUsage();
    for (const [, text] of hostile) recognises(await readHead(bytesSource('results', Buffer.from(text))));
    assert.ok(process.cpuUsage(start).user < 1e6, 'took more than a second');
  });
}

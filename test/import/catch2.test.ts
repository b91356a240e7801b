import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fixture, holdsReader, read } from './reader.ts';

holdsReader('catch2', ['catch2/report.xml', 'catch2/report-v3.xml', 'catch2/console.txt']);

test('the XML and the console name the same benchmarks', async () => {
  const names = async (path: string): Promise<string[]> =>
    (await read(fixture(path))).measurements.map((each) => each.benchmark);
  assert.deepEqual(await names('catch2/console.txt'), await names('catch2/report.xml'));
});

test('a benchmark that failed is left out and told', async () => {
  const text = fixture('catch2/report.xml')
    .toString()
    .replace(/<mean [^>]*\/>\s*<standardDeviation [^>]*\/>/, '<failed message="no"/>');
  const { measurements, warnings } = await read(text);
  assert.equal(measurements.length, 2);
  assert.deepEqual(warnings, ['Fibonacci / Fibonacci 10 failed: left out']);
});

test('a benchmark that runs again, as with generators, is told apart', async () => {
  const text = fixture('catch2/report-v3.xml').toString();
  const results = /<BenchmarkResults[\s\S]*<\/BenchmarkResults>/.exec(text)![0];
  const { measurements } = await read(text.replace(results, results + results));
  assert.deepEqual(
    measurements.map((each) => each.case),
    [{}, { nth: 2 }],
  );
});

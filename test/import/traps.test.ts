import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import type { AssayError } from '../../src/core/error.ts';
import { readResults, readSource } from '../../src/import/read.ts';
import { fileSource } from '../../src/import/source.ts';
import { temporaryFolder } from '../kit/folder.ts';
import { fixture, read } from './reader.ts';

const GO = 'goos: linux\npkg: example.org/words\n';

test('aggregates beside the rows that they are of are left out', async () => {
  const { measurements } = await read(fixture('google-benchmark/1.7.1.json'));
  const wall = measurements.find((of) => of.benchmark === 'Copy/8/repeats:3' && of.metric === 'wall');
  assert.equal(wall?.samples.length, 3);
  assert.ok(measurements.every((of) => !/_(mean|median|stddev|cv|BigO|RMS)$/.test(of.benchmark)));
});

test('modes of JMH are metrics of their own: a throughput is higher-is-better and a time is not', async () => {
  const { measurements } = await read(fixture('jmh/1.37.json'));
  const ways = new Map(measurements.map((of) => [of.metric, `${of.unit} ${of.direction}`]));
  assert.equal(ways.get('throughput'), '1/s higher');
  for (const metric of ['wall', 'latency', 'single-shot']) assert.equal(ways.get(metric), 's lower', metric);
});

test('the flat and the nested summary of k6 mean the same, but for what a metric of the script contains', async () => {
  const shape = async (path: string) => {
    const { measurements } = await read(fixture(path));
    return measurements.map((of) => `${of.metric} ${of.unit} ${of.direction}`).sort();
  };
  const flat = await shape('k6/1.3.0-flat.json');
  const nested = await shape('k6/1.3.0-nested.json');
  assert.deepEqual(
    flat.filter((line) => !line.startsWith('parse ')),
    nested.filter((line) => !line.startsWith('parse ')),
  );
  assert.ok(flat.includes('parse 1 null') && nested.includes('parse s lower'));
});

test('a k6 run that was stopped within an iteration is refused', async () => {
  const lines = fixture('k6/1.3.0-points.json').toString().split('\n');
  const end = lines.findLastIndex((line) => line.startsWith('{"metric":"checks"'));
  await assert.rejects(read(`${lines.slice(0, end).join('\n')}\n`), /ends in the midst of an iteration/);
});

test("Go's lines of one name are samples, and a directive says which way a unit of one's own is better", async () => {
  const text = `${GO}Unit words/s better=higher\nBenchmarkA-4 10 5 ns/op 7 words/s\nBenchmarkA-4 10 6 ns/op 8 words/s\nPASS\n`;
  const { measurements } = await read(text);
  assert.deepEqual(
    measurements.map(({ metric, direction, samples }) => [metric, direction, samples]),
    [
      ['wall', 'lower', [5e-9, 6e-9]],
      ['words/s', 'higher', [7, 8]],
    ],
  );
  assert.deepEqual(measurements[0]!.case, { package: 'example.org/words', gomaxprocs: '4' });
});

test('a line of Go that the output of the benchmark broke is put together', async () => {
  const { measurements } = await read(`${GO}BenchmarkA-2   \thello\n    2000\t       5 ns/op\nPASS\n`);
  assert.deepEqual(measurements[0]?.samples, [5e-9]);
});

test('two packages of Go with one name are two measurements, and a failed one is told', async () => {
  const lines = 'BenchmarkA 10 5 ns/op\nPASS\nok  \tfirst\t0.1s\npkg: second\nBenchmarkA 10 6 ns/op\nFAIL\n';
  const { measurements, warnings } = await read(`pkg: first\n${lines}`);
  assert.deepEqual(
    measurements.map((of) => of.case.package),
    ['first', 'second'],
  );
  assert.match(warnings.join(), /line 7: .* failed/);
});

test('NaN and Infinity of asv are results that are missing, and no numbers', async () => {
  const text = fixture('asv/0.6.4-file.json')
    .toString()
    .replace('[2104]', '[NaN]')
    .replace('[16908288]', '[-Infinity]');
  const { measurements, warnings } = await read(text);
  assert.ok(measurements.every((of) => !/list$/.test(of.benchmark)));
  assert.equal(warnings.filter((warning) => /list has no result/.test(warning)).length, 2);
});

test('a batch of criterion is divided by its iterations', async () => {
  await using folder = await temporaryFolder();
  await mkdir(folder.at('a/new'), { recursive: true });
  await writeFile(folder.at('a/new/benchmark.json'), JSON.stringify({ full_id: 'a' }));
  const sample = { sampling_mode: 'Linear', iters: [10, 20], times: [1000, 4000] };
  await writeFile(folder.at('a/new/sample.json'), JSON.stringify(sample));
  assert.deepEqual((await readResults(folder.path)).measurements[0]?.samples, [1e-7, 2e-7]);
  await writeFile(folder.at('a/new/sample.json'), JSON.stringify({ ...sample, iters: [10] }));
  await assert.rejects(readResults(folder.path), /a\/new\/sample\.json: iters and times differ in length/);
});

test('names like those of every object are names, and nothing else', async () => {
  const file =
    '{"results":[{"command":"a","mean":1,"times":[1],"parameters":{"__proto__":"x","constructor":"y"}}]}';
  const go = `${GO}BenchmarkA/__proto__=1/toString=2 10 5 constructor\nPASS\n`;
  const [hyperfine] = (await read(file)).measurements;
  const [parsed] = (await read(go)).measurements;
  assert.equal(Object.getOwnPropertyDescriptor(hyperfine!.case, 'constructor')?.value, 'y');
  assert.equal(Object.getOwnPropertyDescriptor(parsed!.case, '__proto__')?.value, '1');
  assert.equal(parsed!.metric, 'constructor');
  assert.equal(({} as Record<string, unknown>).x, undefined);
});

test('two files in one, bytes that are no text and damaged gzip are refused by name and place', async () => {
  const whole = fixture('hyperfine/1.20.json');
  await assert.rejects(read(Buffer.concat([whole, whole])), /results: not complete JSON: .*line \d+/);
  const latin = Buffer.concat([Buffer.from('pkg: caf'), Buffer.from([0xe9, 0x20]), Buffer.from('\n')]);
  await assert.rejects(read(latin, 'results', 'go'), /results: not utf-8 text/);
  await using folder = await temporaryFolder();
  const packed = gzipSync(whole);
  await writeFile(folder.at('cut.gz'), packed.subarray(0, packed.length - 9));
  await assert.rejects(readSource(fileSource(folder.at('cut.gz'), 'cut.gz')), /cut\.gz: damaged gzip/);
});

test('a measurement that is there twice is refused', async () => {
  const { results } = JSON.parse(fixture('hyperfine/1.20.json').toString());
  const twice = JSON.stringify({ results: [results[0], results[0]] });
  await assert.rejects(read(twice), /sleep 0\.01 wall is in it twice/);
});

test('a misspelt key of assay.samples/1 is named, with the keys that there are', async () => {
  const entry = { schema: 'assay.samples/1', benchmark: 'a', unit: 's', direction: 'lower', samples: [1] };
  for (const content of [{ ...entry, metrc: 'wall' }, [{ ...entry, metrc: 'wall' }]]) {
    await assert.rejects(read(JSON.stringify(content)), (error: AssayError) => {
      assert.match(error.message, /"metrc"/);
      assert.match(error.hint!, /schema, benchmark, case, metric, unit, direction, samples/);
      return true;
    });
  }
});

test('results of asv before 0.5 are refused with what converts them', async () => {
  const early = { benchmark_version: {}, commit_hash: 'a'.repeat(40), date: 1, results: {}, version: 1 };
  await assert.rejects(read(JSON.stringify(early)), (error: AssayError) => {
    assert.match(error.message, /asv before 0\.5/);
    assert.match(error.hint!, /asv update/);
    return true;
  });
});

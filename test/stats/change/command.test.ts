import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { ChangesResultSchema } from '../../../src/cli/schemas/changes.ts';
import { readSeriesFile } from '../../../src/cli/series/file.ts';
import { AssayError } from '../../../src/core/error.ts';
import { seededRandom } from '../../../src/core/random.ts';
import { noise, repeated, stepped } from './noise.ts';

const ASSAY = fileURLToPath(new URL('../../../bin/assay', import.meta.url));

let folder = '';
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assay changes ä '));
});
after(() => rm(folder, { recursive: true, force: true }));

describe('assay changes --series', () => {
  test('finds the step of a file, and prints its contract', async () => {
    const values = stepped(noise(seededRandom(1), 80), 40, 10);
    await save('p99.json', {
      schema: 'assay.series/1',
      metric: 'p99',
      unit: 's',
      direction: 'lower',
      values,
    });
    const { stdout, code } = await assay('changes', '--json', '--series', 'p99.json');
    assert.equal(code, 0);
    const [series] = ChangesResultSchema.parse(JSON.parse(stdout)).series;
    assert.deepEqual([series!.benchmark, series!.metric, series!.n], ['p99', 'p99', 80]);
    const [point] = series!.changePoints;
    assert.equal(point!.index, 40);
    assert.ok(Math.abs(point!.ratio! - 1.1) < 0.01);
    assert.deepEqual([point!.cause, point!.verdict], ['unknown', 'regression']);
  });

  test('an environment that changes at the step is its cause', async () => {
    await save('moved.json', {
      values: [...repeated(1, 9), ...repeated(2, 9)],
      environments: [...repeated(0, 9).map(() => 'a'), ...repeated(0, 9).map(() => 'b')],
      commits: repeated(0, 18).map((_, i) => `c${i}`),
    });
    const { stdout } = await assay('changes', '--json', '--series', 'moved.json');
    const [point] = ChangesResultSchema.parse(JSON.parse(stdout)).series[0]!.changePoints;
    assert.equal(point!.cause, 'environment');
    assert.deepEqual(point!.commits, { after: 'c8', at: 'c9' });
    const text = await assay('changes', '--series', 'moved.json');
    assert.match(text.stdout, /moved value\s+9\s+c9\s+1\s+2\s+\+100 %.*environment/);
  });

  test('a CSV file is one history for each column of numbers', async () => {
    const rows = repeated(0, 20).map((_, i) => `c${i},main,${i < 10 ? 1 : 2},${i === 3 ? '' : 7}`);
    await writeFile(join(folder, 'ci.csv'), `Commit,branch,wall,bytes\r\n${rows.join('\r\n')}\r\n`);
    const { stdout } = await assay('changes', '--json', '--series', 'ci.csv');
    const { series, notes } = ChangesResultSchema.parse(JSON.parse(stdout));
    assert.deepEqual(
      series.map(({ metric, n, changePoints }) => [metric, n, changePoints.map(({ index }) => index)]),
      [
        ['wall', 20, [10]],
        ['bytes', 19, []],
      ],
    );
    assert.equal(series[0]!.changePoints[0]!.commits.at, 'c10');
    assert.match(notes[0]!, /ci\.csv: column branch holds no numbers/);
  });

  test('a history that is too short is inconclusive', async () => {
    await save('short.json', { values: [1, 2, 3] });
    const { code, stdout } = await assay('changes', '--series', 'short.json');
    assert.equal(code, 3);
    assert.match(stdout, /3 values are too few/);
  });

  test('the false rate is a setting', async () => {
    await save('weak.json', { values: stepped(noise(seededRandom(3), 200), 100, 1.6) });
    const steps = async (rate: string): Promise<number> => {
      const { stdout } = await assay('changes', '--json', '--false-rate', rate, '--series', 'weak.json');
      return ChangesResultSchema.parse(JSON.parse(stdout)).series[0]!.changePoints.length;
    };
    assert.deepEqual([await steps('10%'), await steps('0.0001%')], [1, 0]);
  });
});

describe('bad histories are named by file, key and fix', () => {
  for (const [name, content, message] of [
    ['key.json', '{"valeus":[1]}', /^key\.json: valeus: unknown key$/],
    [
      'type.json',
      '[{"values":[1]},{"values":[1,"x"]}]',
      /^type\.json: \[1\]\.values\[1\]: .*expected number/,
    ],
    ['none.json', '{"metric":"p99"}', /^none\.json: values: /],
    ['empty.json', '{"values":[]}', /^empty\.json: values: there are no values$/],
    ['lists.json', '{"values":[1,2],"commits":["a"]}', /^lists\.json: commits: 1 entries for 2 values$/],
    ['other.json', '{"schema":"assay.samples/1","values":[1]}', /^other\.json: schema: /],
    ['huge.json', '{"values":[1e999]}', /^huge\.json: values\[0\]: /],
    ['way.json', '{"values":[1],"direction":"up"}', /^way\.json: direction: /],
    ['cut.json', '{"values":[1,', /^cut\.json: not complete JSON: /],
    ['array.json', '[]', /^array\.json: there is no history in it$/],
    ['number.json', '[3]', /^number\.json: \[0\]: a history is an object$/],
    ['blank.csv', ' \n', /^blank\.csv: the file is empty$/],
    ['head.csv', '1,2\n3,4\n', /^head\.csv:1: 1 stands where the header should$/],
    ['cell.csv', 'a,b\n1,2\n1,x\n', /^cell\.csv:3: b: x is no number$/],
    ['row.csv', 'a,b\n1,2\n1\n', /^row\.csv:3: 1 cells under a header of 2$/],
    ['twice.csv', 'a,a\n1,2\n', /^twice\.csv:1: two columns are called a$/],
    ['words.csv', 'a,b\nx,y\n', /^words\.csv:1: no column holds numbers$/],
    ['rows.csv', 'a,b\n', /^rows\.csv:1: there are no rows below the header$/],
    ['quote.csv', 'a,b\n"1,2\n', /^quote\.csv:2: a quote that does not close/],
  ] as const) {
    test(name, async () => {
      await writeFile(join(folder, name), content);
      await assert.rejects(readSeriesFile(join(folder, name), name), (error) => {
        assert.ok(error instanceof AssayError && error.code === 'input');
        assert.match(error.message, message);
        assert.ok(error.hint || /quote|huge|way|schema/.test(error.message), 'a hint');
        return true;
      });
    });
  }

  test('a missing file, and files together with benchmarks, are usage or input errors', async () => {
    assert.equal((await assay('changes', '--series', 'nope.json')).code, 2);
    const both = await assay('changes', 'parse', '--series', 'p99.json');
    assert.equal(both.code, 2);
    assert.match(both.stderr, /files or benchmarks/);
  });

  test('whatever is in a file, it is read or refused with an AssayError', async () => {
    const path = join(folder, 'fuzz');
    const json = fc.json({ maxDepth: 4 });
    const csv = fc
      .array(
        fc.array(fc.oneof(fc.string({ maxLength: 6 }), fc.float().map(String)), {
          minLength: 1,
          maxLength: 4,
        }),
        {
          maxLength: 6,
        },
      )
      .map((rows) => rows.map((cells) => cells.join(',')).join('\n'));
    await fc.assert(
      fc.asyncProperty(fc.oneof(json, csv, fc.string()), async (text) => {
        await writeFile(path, text);
        try {
          for (const { values } of (await readSeriesFile(path, 'fuzz')).series) {
            assert.ok(values.every((value) => value === null || Number.isFinite(value)));
          }
        } catch (error) {
          assert.ok(error instanceof AssayError, `${error}`);
        }
      }),
      { numRuns: 300 },
    );
  });
});

async function save(name: string, content: unknown): Promise<void> {
  await writeFile(join(folder, name), JSON.stringify(content));
}

function assay(...args: string[]): Promise<{ code: number | null; stdout: string; stderr: string }> {
  return new Promise((done) => {
    const child = execFile(
      ASSAY,
      args,
      { cwd: folder, env: { ...process.env, NO_COLOR: '1' } },
      (_, stdout, stderr) => done({ code: child.exitCode, stdout, stderr }),
    );
  });
}

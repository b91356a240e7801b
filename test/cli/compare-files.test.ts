import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { describe, test } from 'node:test';
import { z } from 'zod';
import { CompareResultSchema } from '../../src/cli/schemas/compare.ts';
import { normal, type Random, seededRandom } from '../../src/core/random.ts';
import { independentEstimate } from '../../src/stats/independent.ts';
import { runAssay } from '../kit/cli.ts';
import { type Folder, temporaryFolder } from '../kit/folder.ts';

/** Log-normal with a coefficient of variation of 3 %: σ² = ln(1 + cv²). */
function logNormal(random: Random, n: number, median: number): number[] {
  const sigma = Math.sqrt(Math.log(1 + 0.03 ** 2));
  return Array.from({ length: n }, () => median * Math.exp(sigma * normal(random)));
}

const PARSE = {
  schema: 'assay.samples/1',
  benchmark: 'parse',
  metric: 'wall',
  unit: 's',
  direction: 'lower',
};

async function compared(
  folder: Folder,
  baseline: unknown,
  candidate: unknown,
  ...flags: string[]
): Promise<{ exitCode: number | null; stderr: string; json: z.infer<typeof CompareResultSchema> }> {
  await writeFile(folder.at('a.json'), JSON.stringify(baseline));
  await writeFile(folder.at('b.json'), JSON.stringify(candidate));
  const args = ['compare', '--baseline', 'a.json', '--candidate', 'b.json', ...flags, '--json'];
  const { exitCode, stdout, stderr } = await runAssay(args, { cwd: folder.path });
  return { exitCode, stderr, json: JSON.parse(stdout) };
}

test('30 log-normal samples a side: at most 1 % alarms over 2,000 equal draws, at least 99 % of 10 % called', () => {
  const judgement = { tolerance: 0.02, alpha: 0.01, direction: 'lower', unit: 's' } as const;
  const random = seededRandom(20260101);
  const called = (change: number): number => {
    let count = 0;
    for (let draw = 0; draw < 2000; draw++) {
      const baseline = logNormal(random, 30, 0.1);
      const candidate = logNormal(random, 30, 0.1 * change);
      const { verdict } = independentEstimate(baseline, candidate, judgement);
      if (verdict === 'regression' || verdict === 'improvement') count++;
    }
    return count;
  };
  assert.ok(called(1) <= 20);
  assert.ok(called(1.1) >= 1980);
});

describe('assay compare --baseline FILE --candidate FILE', { concurrency: 2 }, () => {
  const random = seededRandom(5);
  const samples = {
    equal: logNormal(random, 30, 0.1),
    same: logNormal(random, 30, 0.1),
    slow: logNormal(random, 30, 0.11),
  };

  test('needs no repository and no configuration, and gives JSON of the schema of compare', async () => {
    await using folder = await temporaryFolder();
    const { exitCode, json } = await compared(
      folder,
      { ...PARSE, samples: samples.equal },
      { ...PARSE, samples: samples.slow },
    );
    assert.equal(exitCode, 1);
    assert.ok(z.strictObject(CompareResultSchema.shape).safeParse(json).success);
    assert.equal(json.design, 'independent');
    assert.equal(json.verdict, 'regression');
    assert.deepEqual(json.baseline, { label: 'a.json', commit: null, dirty: false });
    assert.match(json.notes.join(), /variance between runs was not seen/);
  });

  test('equal samples are no regression; a quantity where more is better turns the verdict round', async () => {
    await using folder = await temporaryFolder();
    const equal = await compared(
      folder,
      { ...PARSE, samples: samples.equal },
      { ...PARSE, samples: samples.same },
    );
    assert.ok(['unchanged', 'inconclusive'].includes(equal.json.verdict));
    const rate = { ...PARSE, metric: 'throughput', unit: '1/s', direction: 'higher' };
    const faster = await compared(
      folder,
      { ...rate, samples: samples.equal },
      { ...rate, samples: samples.slow },
    );
    assert.equal(faster.json.verdict, 'improvement');
    assert.equal(faster.exitCode, 0);
  });

  test('samples without variance are compared exactly', async () => {
    await using folder = await temporaryFolder();
    const size = { ...PARSE, metric: 'size', unit: 'By' };
    const of = (bytes: number): object => ({ ...size, samples: Array(10).fill(bytes) });
    for (const [bytes, verdict, exitCode] of [
      [1000, 'unchanged', 0],
      [1019, 'unchanged', 0],
      [1021, 'regression', 1],
      [900, 'improvement', 0],
    ] as const) {
      const ended = await compared(folder, of(1000), of(bytes));
      assert.equal(ended.json.verdict, verdict, String(bytes));
      assert.equal(ended.exitCode, exitCode);
      assert.equal(ended.json.comparisons[0]!.ratio, bytes / 1000);
    }
  });

  test('--paired pairs by position: a drift that both share cancels', async () => {
    await using folder = await temporaryFolder();
    const drift = Array.from({ length: 30 }, (_, i) => 0.1 * 1.05 ** i);
    const pairs = [
      { ...PARSE, samples: drift },
      { ...PARSE, samples: drift.map((value, i) => value * 1.1 * (1 + (i % 3) / 1000)) },
    ] as const;
    assert.equal((await compared(folder, ...pairs)).json.verdict, 'inconclusive');
    const paired = await compared(folder, ...pairs, '--paired');
    assert.equal(paired.json.verdict, 'regression');
    assert.equal(paired.json.design, 'paired-files');
    const odd = await compared(folder, pairs[0], { ...PARSE, samples: drift.slice(1) }, '--paired');
    assert.equal(odd.exitCode, 2);
    assert.match(odd.stderr, /has 30 baseline and 29 candidate samples/);
  });

  test('the budget is shared by all comparisons, and what only one file has is inconclusive', async () => {
    await using folder = await temporaryFolder();
    const other = { ...PARSE, benchmark: 'print' };
    const { json, exitCode } = await compared(
      folder,
      [
        { ...PARSE, samples: samples.equal },
        { ...other, samples: samples.equal },
      ],
      [{ ...PARSE, samples: samples.same }],
    );
    assert.deepEqual(
      json.comparisons.map(({ alpha }) => alpha),
      [0.005, 0.005],
    );
    assert.match(json.comparisons[1]!.reasons.join(), /there is no candidate/);
    assert.equal(exitCode, 3);
  });

  test('units that differ are refused', async () => {
    await using folder = await temporaryFolder();
    const { exitCode, stderr } = await compared(
      folder,
      { ...PARSE, samples: [1] },
      { ...PARSE, unit: 'ms', samples: [1] },
    );
    assert.equal(exitCode, 2);
    assert.match(stderr, /parse: the baseline is wall in s, .* the candidate is wall in ms/);
  });

  for (const [what, content, pattern] of [
    ['a missing key', { ...PARSE }, /a\.json: samples/],
    ['no samples', { ...PARSE, samples: [] }, /a\.json: samples/],
    ['a text among the samples', { ...PARSE, samples: [1, '2'] }, /a\.json: samples\[1\]/],
    ['a null among the samples', { ...PARSE, samples: [null] }, /a\.json: samples\[0\]/],
    ['a wrong direction', { ...PARSE, direction: 'up', samples: [1] }, /a\.json: direction: .*lower.*higher/],
    ['an unknown key', { ...PARSE, samples: [1], extra: 1 }, /a\.json: .*extra/],
    [
      'a wrong key of the second entry',
      [
        { ...PARSE, samples: [1] },
        { ...PARSE, metric: 7, samples: [1] },
      ],
      /a\.json: \[1\]\.metric/,
    ],
    [
      'the same measurement twice',
      [
        { ...PARSE, samples: [1] },
        { ...PARSE, samples: [2] },
      ],
      /a\.json: parse wall is in it twice/,
    ],
    ['an empty list', [], /a\.json/],
    ['something else', { results: 'none' }, /a\.json/],
    ['a number', 7, /a\.json/],
  ] as const) {
    test(`${what} is refused with file and place`, async () => {
      await using folder = await temporaryFolder();
      const { exitCode, stderr } = await compared(folder, content, { ...PARSE, samples: [1] });
      assert.equal(exitCode, 2, stderr);
      assert.match(stderr, pattern);
    });
  }

  test('a file that is not there, a folder, and what is no JSON are refused by name', async () => {
    await using folder = await temporaryFolder();
    await writeFile(folder.at('text.json'), '{"schema": "assay.samples/1", oops');
    for (const name of ['missing.json', '.', 'text.json']) {
      const said = await runAssay(['compare', '--baseline', name, '--candidate', 'text.json'], {
        cwd: folder.path,
      });
      assert.equal(said.exitCode, 2, said.stderr);
      assert.ok(said.stderr.includes(folder.at(name === '.' ? '' : name).replace(/\/$/, '')), said.stderr);
    }
  });

  test('flags that contradict each other are refused', async () => {
    await using folder = await temporaryFolder();
    for (const args of [
      ['--baseline', 'a.json'],
      ['--candidate', 'a.json'],
      ['--paired'],
      ['HEAD', '--baseline', 'a.json', '--candidate', 'a.json'],
    ]) {
      const said = await runAssay(['compare', ...args], { cwd: folder.path });
      assert.equal(said.exitCode, 2, args.join(' '));
      assert.match(said.stderr, /hint:/);
    }
  });
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { canonicalJson, digest } from '../../src/core/canonical.ts';
import { caseKey, caseLabel } from '../../src/core/case.ts';
import { AssayError, exitCodeOf } from '../../src/core/error.ts';
import { normal, seededRandom } from '../../src/core/random.ts';
import { formatChange, formatValue } from '../../src/core/unit.ts';
import { type Verdict, worstVerdict } from '../../src/core/verdict.ts';
import { VERSION } from '../../src/core/version.ts';

test('values carry the unit a person would choose', () => {
  const cases: readonly (readonly [number | null, string, string])[] = [
    [0.0123456, 's', '12.35 ms'],
    [1.5, 's', '1.500 s'],
    [0, 's', '0 s'],
    [4.2e-7, 's', '420.0 ns'],
    [5400, 's', '1.500 h'],
    [1536, 'By', '1.500 KiB'],
    [3 * 1024 ** 3, 'By', '3.000 GiB'],
    [2048, 'By/s', '2.000 KiB/s'],
    [1234567, '1', '1,234,567'],
    [2.5, '1', '2.500'],
    [null, 's', 'n/a'],
    [-0.002, 's', '-2.000 ms'],
  ];
  for (const [value, unit, text] of cases) assert.equal(formatValue(value, unit), text);
});

test('a value just below the next prefix is rounded into it', () => {
  assert.equal(formatValue(0.99999, 's'), '1.000 s');
  assert.equal(formatValue(1023.99, 'By'), '1.000 KiB');
});

test('changes are signed percentages, and nothing is neither plus nor minus', () => {
  assert.equal(formatChange(1.204), '+20.4 %');
  assert.equal(formatChange(0.9), '−10.0 %');
  assert.equal(formatChange(1.0004), '±0.0 %');
  assert.equal(formatChange(3), '+200 %');
  assert.equal(formatChange(null), 'n/a');
});

test('canonical JSON does not depend on the order of members', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
      const reversed = Object.fromEntries(Object.entries(value).reverse());
      assert.equal(canonicalJson(value), canonicalJson(reversed));
      assert.deepEqual(JSON.parse(canonicalJson(value)), JSON.parse(JSON.stringify(value)));
    }),
  );
  assert.notEqual(digest({ a: 1 }), digest({ a: 2 }));
});

test('a case has one key whatever the order of its parameters', () => {
  assert.equal(caseKey({ size: 'large', threads: 2 }), caseKey({ threads: 2, size: 'large' }));
  assert.equal(caseLabel({ size: 'large', threads: 2 }), 'size=large, threads=2');
  assert.notEqual(caseKey({ n: 1 }), caseKey({ n: '1' }));
});

test('the same seed gives the same numbers, another seed others', () => {
  const take = (seed: number): number[] =>
    Array.from({ length: 5 }, (_, i) => i).map(
      (
        (r) => () =>
          r.uint32()
      )(seededRandom(seed)),
    );
  assert.deepEqual(take(7), take(7));
  assert.notDeepEqual(take(7), take(8));
});

test('the generator is uniform and its normal deviates are normal', () => {
  const random = seededRandom(20261120);
  const n = 100_000;
  const counts = new Array<number>(16).fill(0);
  let sum = 0;
  let squares = 0;
  for (let i = 0; i < n; i++) {
    counts[random.below(16)]!++;
    const z = normal(random);
    sum += z;
    squares += z * z;
  }
  // Chi-squared with 15 degrees of freedom is below 44.26 but for one seed in 10,000.
  const chi = counts.reduce((total, count) => total + (count - n / 16) ** 2 / (n / 16), 0);
  assert.ok(chi < 44.26, `chi squared ${chi}`);
  assert.ok(Math.abs(sum / n) < 4 / Math.sqrt(n), `mean ${sum / n}`);
  assert.ok(Math.abs(squares / n - 1) < 4 * Math.sqrt(2 / n), `variance ${squares / n}`);
});

test('the worst verdict of a run is a regression, then missing evidence', () => {
  const worst = (...verdicts: Verdict[]): Verdict => worstVerdict(verdicts);
  assert.equal(worst('unchanged', 'regression', 'inconclusive'), 'regression');
  assert.equal(worst('unchanged', 'improvement', 'inconclusive'), 'inconclusive');
  assert.equal(worst('unchanged', 'improvement'), 'improvement');
  assert.equal(worst('unchanged'), 'unchanged');
  assert.equal(worst(), 'inconclusive');
});

test('the version is the one of the package', async () => {
  const { default: manifest } = await import('../../package.json', { with: { type: 'json' } });
  assert.equal(VERSION, manifest.version);
});

test('each error code has its documented exit code', () => {
  const codes = (
    ['usage', 'config', 'input', 'inconclusive', 'infrastructure', 'store', 'interrupted'] as const
  ).map(exitCodeOf);
  assert.deepEqual(codes, [2, 2, 2, 3, 4, 4, 130]);
  const error = new AssayError('input', 'a.json: no samples', { hint: 'add some' });
  assert.equal(error.hint, 'add some');
  assert.equal('cause' in error, false);
});

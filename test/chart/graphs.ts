import type {
  DistributionData,
  ForestData,
  GraphData,
  GraphStamp,
  HistoryData,
} from '../../src/chart/graph.ts';
import { normal, seededRandom } from '../../src/core/random.ts';

/** Pictures of every kind, ordinary and awkward, drawn from planted samples. */

export const STAMP: GraphStamp = {
  figure: 'k3f9.parse-wall',
  runs: ['01JCXB6P'],
  commits: ['1111111aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', 'def5678bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb'],
  dirty: false,
  measuredAt: '2026-11-03T12:00:00.000Z',
  environments: ['9f3c21ab'],
  samples: 80,
};

export const NASTY = 'a<b>&"c" {x|y} zr0-c1 \u0007\n fill="#1b2430" ]]> --><script>';

const METRIC = {
  benchmark: 'parse',
  case: { size: 'large' },
  metric: 'wall',
  unit: 's',
  direction: 'lower',
} as const;

type Side = DistributionData['sides'][number];

export function noisy(count: number, median: number, cv: number, seed: number): number[] {
  const random = seededRandom(seed);
  return Array.from({ length: count }, () => median * Math.exp(cv * normal(random)));
}

export function side(label: string, samples: readonly number[]): Side {
  const sorted = [...samples].sort((a, b) => a - b);
  const median = (sorted[(sorted.length - 1) >> 1]! + sorted[sorted.length >> 1]!) / 2;
  const interval = samples.length < 6 ? null : ([sorted[1]!, sorted.at(-2)!] as const);
  return { label, samples, median: samples.length === 0 ? 0 : median, interval };
}

export function distributionOf(sides: readonly Side[], unavailable: string | null = null): DistributionData {
  return { ...METRIC, kind: 'distribution', sides, unavailable };
}

type Row = ForestData['rows'][number];

export function row(
  benchmark: string,
  ratio: number | null,
  halfWidth: number,
  verdict: Row['verdict'],
): Row {
  const interval =
    ratio === null ? ([null, null] as const) : ([ratio - halfWidth, ratio + halfWidth] as const);
  const { metric, direction } = METRIC;
  return { benchmark, case: { size: 'large' }, metric, direction, ratio, interval, tolerance: 0.02, verdict };
}

export function forestOf(rows: readonly Row[]): ForestData {
  return { kind: 'forest', baseline: 'main', candidate: 'worktree', confidence: 0.99, rows };
}

/** `missing` runs have no figure; `dirty` marks the last run; the environment changes at `moved`. */
export function historyOf(
  count: number,
  how: { missing?: readonly number[]; dirty?: boolean; moved?: number } = {},
): HistoryData {
  const medians = noisy(count, 0.1, 0.01, 5);
  const points = medians.map((median, i) => {
    const gap = how.missing?.includes(i) ?? false;
    const dirty = how.dirty === true && i === count - 1;
    return {
      run: `run-${i}`,
      commit: dirty ? null : ((i + 1) * 0x10f1e2d).toString(16).padStart(7, '0').slice(-7),
      dirty,
      measuredAt: new Date(Date.UTC(2026, 9, 1) + i * 3_600_000).toISOString(),
      environment: how.moved !== undefined && i >= how.moved ? '77aabbcc' : '9f3c21ab',
      n: 20,
      median: gap ? null : median,
      quartiles: gap ? null : ([median * 0.99, median * 1.02] as const),
    };
  });
  return { ...METRIC, kind: 'history', points };
}

const LONG = 'compile-the-whole-standard-library-with-link-time-optimisation';

export const GRAPHS: Readonly<Record<string, GraphData>> = {
  'two sides': distributionOf([
    side('main', noisy(40, 0.1, 0.03, 1)),
    side('worktree', noisy(40, 0.12, 0.03, 2)),
  ]),
  'one side': distributionOf([side('5f2c1ab', noisy(25, 0.0123, 0.02, 3))]),
  'one sample': distributionOf([side('main', [0.1])]),
  'identical samples': {
    ...distributionOf([side('main', Array(20).fill(12345678901)), side('v2', Array(20).fill(12345678901))]),
    metric: 'instructions',
    unit: '1',
  },
  zeros: { ...distributionOf([side('main', Array(9).fill(0)), side('v2', [0, 0, 1])]), unit: '1' },
  'far samples': distributionOf([
    side('main', [...noisy(60, 0.1, 0.03, 4), 0.9, 0.001]),
    side(`${LONG}-branch`, [...noisy(60, 0.104, 0.03, 5), 1.2]),
  ]),
  'many samples': {
    ...distributionOf([side('main', noisy(1500, 5e7, 0.03, 6)), side('v2', noisy(3000, 5.2e7, 0.02, 7))]),
    metric: 'peak-memory',
    unit: 'By',
  },
  'a side missing': distributionOf(
    [side('main', noisy(12, 0.1, 0.02, 8)), side('v2', [])],
    'candidate: exit code 3',
  ),
  'nothing measured': distributionOf(
    [],
    'kernel.perf_event_paranoid is 3: instructions cannot be counted here',
  ),
  'long names': {
    ...distributionOf([side(LONG, noisy(9, 3900, 0.02, 9)), side(`${LONG}-2`, noisy(9, 4000, 0.02, 10))]),
    benchmark: LONG,
    case: { size: 'extra-large', threads: 16, compression: 'zstd-19', filesystem: 'btrfs' },
    subject: 'overlayfs',
  },
  'nasty names': { ...distributionOf([side(NASTY, noisy(9, 1e-7, 0.02, 11))], NASTY), benchmark: NASTY },
  'one ratio': forestOf([row('parse', 1.204, 0.02, 'regression')]),
  'every verdict': forestOf([
    row('small', 1.004, 0.008, 'unchanged'),
    row('large', 1.204, 0.02, 'regression'),
    row('render', 0.91, 0.012, 'improvement'),
    row('link', 1.02, 0.05, 'inconclusive'),
    { ...row('load', 1.3, 0.2, 'inconclusive'), interval: [0.7, null] },
    { ...row('start', 1.01, 0, 'inconclusive'), interval: [null, null] },
    row('idle', null, 0, 'inconclusive'),
    { ...row('gone', 0, 0, 'improvement'), interval: [0, 0] },
  ]),
  'forty ratios': forestOf(
    noisy(40, 1, 0.05, 12).map((ratio, i) => ({
      ...row(`${LONG}-${i}`, ratio, 0.02, ratio > 1.03 ? 'regression' : 'unchanged'),
      metric: i % 2 === 0 ? 'wall' : 'peak-memory',
    })),
  ),
  'ninety ratios': forestOf(noisy(90, 1, 0.05, 13).map((ratio, i) => row(`b${i}`, ratio, 0.02, 'unchanged'))),
  'no change at all': forestOf([row('a', 1, 0, 'unchanged'), row('b', 1, 0, 'unchanged')]),
  'far ratios': forestOf([row('a', 1200, 30, 'regression'), row('b', 0.01, 0.002, 'improvement')]),
  'no ratios': forestOf([]),
  'a dozen runs': historyOf(12, { missing: [4], dirty: true }),
  'one run': historyOf(1),
  'forty runs': historyOf(40, { missing: [10, 11], moved: 20 }),
  'a thousand runs': historyOf(1000, { missing: [500] }),
  'no figures': historyOf(3, { missing: [0, 1, 2] }),
};

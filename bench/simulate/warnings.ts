import { seededRandom } from '../../src/core/random.ts';
import type { WarningKind } from '../../src/core/warning.ts';
import { doubts } from '../../src/stats/doubts.ts';
import { NOISES } from './noise.ts';
import { formatRate, type Rate } from './rate.ts';
import { markdownTable } from './table.ts';

const KINDS = ['warm-up', 'drift', 'outliers'] as const satisfies WarningKind[];
const STEADY = ['normal', 'log-normal', 'heavy tails', 'contaminated'];
const SIZES = [12, 30, 100];
const CV = 0.05;
const DRAWS = 5_000;

export interface WarningRates {
  readonly noise: string;
  readonly n: number;
  readonly rates: readonly Rate[];
}

/** How often each doubt is raised about independent samples in which nothing warms up or drifts. */
export function simulateWarnings(share: number): WarningRates[] {
  return STEADY.flatMap((name, index) =>
    SIZES.map((n) => {
      const noise = NOISES.find((candidate) => candidate.name === name)!;
      const random = seededRandom(9_000 + 100 * index + n);
      const draws = Math.ceil(DRAWS * share);
      const kinds = Array.from({ length: draws }, () =>
        doubts(Array.from(noise.series(random, n, CV)), { unit: 's' }).map(({ kind }) => kind),
      ).flat();
      const rate = (kind: WarningKind): Rate => ({ hits: kinds.filter((k) => k === kind).length, draws });
      return { noise: name, n, rates: KINDS.map(rate) };
    }),
  );
}

export function warningTable(results: readonly WarningRates[]): string {
  return markdownTable(
    ['noise, samples', ...KINDS],
    results.map(({ noise, n, rates }) => [`${noise}, ${n}`, ...rates.map(formatRate)]),
    `${results[0]!.rates[0]!.draws.toLocaleString('en-US')} simulated measurements a row, cv ${CV * 100} %.`,
  );
}

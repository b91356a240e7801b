import type { Plan, PlannedBenchmark, PlannedCase } from '../../config/plan.ts';
import type { Adjustment, Estimate, Judgement } from '../../core/comparison.ts';
import { AssayError } from '../../core/error.ts';
import {
  adjustedBy,
  adjustmentOf,
  bridgesBetween,
  factorOf,
  type LikeWork,
  likeWork,
} from '../../judge/adjust.ts';
import type { BudgetShares } from '../../judge/budget.ts';
import type { Factor } from '../../stats/adjust.ts';
import type { Store } from '../../store/open.ts';
import type { Context } from '../context.ts';
import type { Bench } from '../project/measuring.ts';
import { workloadOf } from '../stored/evidence.ts';
import { type Apart, apartIn, nameOf, refuseApart } from './apart.ts';

/**
 * Part of each comparison's error probability that the calibration may spend; what was measured has the rest.
 * They add up (Bonferroni), and neither is worth more than the other.
 */
export const CALIBRATION_SHARE = 1 / 2;

/** Brings what was measured in two environments into one, by a calibration that holds between them. */
export interface Across {
  /** What decides, given what the samples of a case say at one look. */
  conclude(of: AcrossMetric, measured: Estimate, look: Judgement): Estimate;
  /** What is kept of it. */
  adjustment(of: AcrossMetric, measured: Estimate): Adjustment;
}

export interface AcrossMetric {
  readonly benchmark: string;
  readonly case: PlannedCase;
  readonly metric: string;
}

interface Known {
  readonly like: LikeWork;
  readonly factor: Factor;
  readonly alpha: number;
}

/** `null`: both sides are in one environment, as far as it matters. */
export async function acrossIn(
  context: Context,
  bench: Bench,
  { plan, shares, mayCross = false }: { plan: Plan; shares: BudgetShares; mayCross?: boolean | undefined },
): Promise<Across | null> {
  const apart = await apartIn(context, bench, plan);
  if (apart === null) return null;
  if (!mayCross) refuseApart(bench.store, apart);
  return acrossBy(bench.store, { plan, shares, apart });
}

/** Finds a factor for everything that the plan judges, or refuses with what to run: before anything is measured. */
export async function acrossBy(
  store: Store,
  { plan, shares, apart }: { plan: Plan; shares: BudgetShares; apart: Apart },
): Promise<Across> {
  const bridges = bridgesBetween(store, apart.baseline.id, apart.candidate.id);
  const known = new Map<string, Known>();
  const missing = new Set<PlannedBenchmark>();
  for (const benchmark of plan.benchmarks) {
    for (const { planned, metric, share } of judgedOf(benchmark, shares)) {
      const like = likeWork(bridges, {
        ...{ benchmark: benchmark.name, case: planned.params, metric },
        ...{ workload: workloadOf(benchmark, planned), work: benchmark.work ?? null },
      });
      if (like === null) {
        missing.add(benchmark);
        continue;
      }
      const alpha = share * CALIBRATION_SHARE;
      const of = { benchmark: benchmark.name, case: planned, metric };
      known.set(keyOf(of), { like, alpha, factor: await factorOf(store, like, alpha) });
    }
  }
  if (missing.size > 0) throw uncalibrated([...missing], apart, bridges.length > 0);
  const find = (of: AcrossMetric): Known => known.get(keyOf(of))!;
  return {
    conclude: (of, measured, look) => adjustedBy(find(of), measured, look),
    adjustment(of, measured) {
      const { like, factor, alpha } = find(of);
      return adjustmentOf(like, factor, alpha, measured);
    },
  };
}

interface JudgedMetric {
  readonly planned: PlannedCase;
  readonly metric: string;
  readonly share: number;
}

function judgedOf({ name, cases, metrics }: PlannedBenchmark, shares: BudgetShares): JudgedMetric[] {
  return cases.flatMap((planned) =>
    metrics
      .filter((metric) => shares.isShared(name, metric.name))
      .map((metric) => ({ planned, metric: metric.name, share: shares.alphaOf(name, metric.name) })),
  );
}

function keyOf({ benchmark, case: planned, metric }: AcrossMetric): string {
  return JSON.stringify([benchmark, planned.params, metric]);
}

function uncalibrated(missing: readonly PlannedBenchmark[], apart: Apart, some: boolean): AssayError {
  const names = missing.map(({ name }) => name);
  const [from, to] = [nameOf(apart.baseline), nameOf(apart.candidate)];
  const what = some
    ? `no calibration of ${to} against ${from} is of work like that of ${names.join(', ')}`
    : `no calibration holds between ${from} and ${to}`;
  const args = `--env ${apart.baseline.name} --env ${apart.candidate.name}`;
  const kinds = missing.every(({ work }) => work != null);
  return new AssayError('inconclusive', `${what}; they differ in ${apart.fields}`, {
    hint:
      kinds && !some
        ? `measure one: assay calibrate ${args}`
        : `measure one: assay calibrate ${names.map(quoted).join(' ')} ${args}`,
  });
}

function quoted(name: string): string {
  return /^[\w./-]+$/.test(name) ? name : `'${name}'`;
}

/** One line for a person about what an adjusted comparison rests on. */
export function adjustmentText({ calibration, by, factor, measured }: Adjustment): string {
  const words = ({ ratio, interval: [low, high] }: Adjustment['factor']): string =>
    ratio === null
      ? 'unknown'
      : `× ${ratio.toFixed(3)} [${low === null ? '…' : low.toFixed(3)}, ${high === null ? '…' : high.toFixed(3)}]`;
  return `measured ${words(measured)} across the environments, of which calibration ${calibration} explains ${words(factor)} (${by.join(', ')})`;
}

/** The part of a plan that decides how many comparisons share the false-alarm budget. */
export interface Judged {
  readonly falseAlarmBudget: number;
  readonly benchmarks: readonly {
    readonly name: string;
    readonly cases: readonly unknown[];
    readonly metrics: readonly { readonly name: string; readonly falseAlarmBudget: number | null }[];
  }[];
}

export interface BudgetShares {
  /** Bound on the chance of one or more false alarms in the whole run. */
  readonly total: number;
  /** Number of comparisons the run will decide. */
  readonly comparisons: number;
  /** Whether comparisons of this metric of this benchmark will be decided, and so have a share. */
  isShared(benchmark: string, metric: string): boolean;
  /** Error probability that each comparison of this metric of this benchmark may spend. */
  alphaOf(benchmark: string, metric: string): number;
}

/**
 * Shares the budget equally over all comparisons (Bonferroni's inequality: valid whatever their dependence).
 * A metric of a benchmark with a budget of its own shares that part of the run's over its cases; the others
 * share the rest.
 * `isAvailable` tells which metrics this machine can measure: the others are not compared.
 */
export function shareBudget(plan: Judged, isAvailable: (metric: string) => boolean): BudgetShares {
  const shares = new Map<string, number>();
  const common: string[] = [];
  let comparisons = 0;
  let commonComparisons = 0;
  let total = 0;
  for (const benchmark of plan.benchmarks) {
    for (const metric of benchmark.metrics.filter(({ name }) => isAvailable(name))) {
      const key = keyOf(benchmark.name, metric.name);
      comparisons += benchmark.cases.length;
      if (metric.falseAlarmBudget === null) {
        common.push(key);
        commonComparisons += benchmark.cases.length;
      } else {
        shares.set(key, metric.falseAlarmBudget / benchmark.cases.length);
        total += metric.falseAlarmBudget;
      }
    }
  }
  const rest = plan.falseAlarmBudget - total;
  for (const key of common) shares.set(key, rest / commonComparisons);
  if (common.length > 0) total = plan.falseAlarmBudget;
  return {
    total,
    comparisons,
    isShared: (benchmark, metric) => shares.has(keyOf(benchmark, metric)),
    alphaOf: (benchmark, metric) => {
      const share = shares.get(keyOf(benchmark, metric));
      if (share === undefined) throw new Error(`${benchmark} ${metric} has no share of the budget`);
      return share;
    },
  };
}

function keyOf(benchmark: string, metric: string): string {
  return JSON.stringify([benchmark, metric]);
}

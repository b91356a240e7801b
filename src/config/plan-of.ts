import { AssayError } from '../core/error.ts';
import { planAllowance } from './allowance.ts';
import { budgetProblem } from './budget.ts';
import type { Config } from './config.ts';
import { DEFAULTS } from './defaults.ts';
import type { Place, Plan, PlannedBenchmark, SampleCount } from './plan.ts';
import { plannedBenchmark, sampleCount } from './planned.ts';
import { selected } from './selection.ts';

/** What a command line says that `assay.yaml` does not. Flags win over the file, for every benchmark. */
export interface Overrides {
  readonly samples?: number | SampleCount;
  readonly timeS?: number;
  readonly warmup?: number;
  readonly tolerance?: number;
  readonly falseAlarmBudget?: number;
}

export interface Selection {
  /** Names, or patterns with `*` and `?`; all benchmarks if absent or empty. */
  readonly benchmarks?: readonly string[];
  readonly overrides?: Overrides;
  /** Where to measure: see `choosePlace`. Absent: as plain processes here. */
  readonly place?: Place;
}

/** The plan of the selected benchmarks, in the order of the file. A name that fits none is a usage error. */
export function planOf(config: Config, selection: Selection = {}): Plan {
  const { overrides = {} } = selection;
  const names = selected(config, selection.benchmarks ?? []);
  const spend = planAllowance(config.display);
  const source = { file: config.file, prefix: config.prefix, report: () => {}, spend };
  const benchmarks = names.map((name) => overridden(plannedBenchmark(source, name), overrides));
  const { directions = {}, map = null } = config.file.import ?? {};
  const plan: Plan = {
    version: 1,
    falseAlarmBudget:
      overrides.falseAlarmBudget ?? config.file['false-alarm-budget'] ?? DEFAULTS.falseAlarmBudget,
    benchmarks,
    ...(benchmarks.some(hasResults) && { unsaid: { directions, map } }),
    ...(selection.place && { place: selection.place }),
  };
  const problem = budgetProblem(plan);
  if (problem) throw new AssayError('usage', problem, { hint: 'raise --false-alarm-budget' });
  return plan;
}

function hasResults({ cases }: PlannedBenchmark): boolean {
  return cases.some(({ parse }) => parse !== undefined);
}

function overridden(benchmark: PlannedBenchmark, overrides: Overrides): PlannedBenchmark {
  const { tolerance } = overrides;
  return {
    ...benchmark,
    warmup: overrides.warmup ?? benchmark.warmup,
    samples: sampleCount(overrides.samples) ?? benchmark.samples,
    timeS: overrides.timeS ?? benchmark.timeS,
    metrics:
      tolerance === undefined
        ? benchmark.metrics
        : benchmark.metrics.map((metric) => ({ ...metric, tolerance })),
  };
}

import type { Config } from '../../config/config.ts';
import { DEFAULTS } from '../../config/defaults.ts';
import type { Plan, PlannedBenchmark, PlannedCase, PlannedMetric } from '../../config/plan.ts';
import { planOf } from '../../config/plan-of.ts';
import { type Case, caseKey } from '../../core/case.ts';
import { AssayError } from '../../core/error.ts';
import { BUILTIN_METRIC_NAMES, isBuiltin } from '../../core/metric.ts';
import type { BisectFlags } from '../bisect.ts';
import { overridesOf } from '../project/settings.ts';

/** The plan of the one benchmark, of the metric and the cases asked for. */
export function bisectPlan(
  config: Config,
  name: string,
  flags: BisectFlags,
  place: Pick<Plan, 'place'>,
): Plan {
  const plan = planOf(config, { benchmarks: [name], overrides: overridesOf(flags), ...place });
  const [benchmark, ...others] = plan.benchmarks;
  if (!benchmark || others.length > 0) {
    throw new AssayError('usage', `${name} names several benchmarks`, { hint: 'bisect one at a time' });
  }
  const cases = benchmark.cases.filter((each) => hasParams(each, flags.case ?? []));
  if (cases.length === 0) {
    const known = benchmark.cases.slice(0, 5).map(({ params }) => caseKey(params));
    throw new AssayError('usage', `${name} has no case with ${(flags.case ?? []).join(', ')}`, {
      hint: `its cases are: ${known.join(', ')}`,
    });
  }
  const metrics = metricsOf(benchmark, flags.metric).map((each) => ({
    ...each,
    falseAlarmBudget: null,
  }));
  return { ...plan, benchmarks: [{ ...benchmark, cases, metrics }] };
}

function hasParams({ params }: PlannedCase, wanted: readonly string[]): boolean {
  return wanted.every((text) => {
    const at = text.indexOf('=');
    return at > 0 && String(params[text.slice(0, at)]) === text.slice(at + 1);
  });
}

function metricsOf(benchmark: PlannedBenchmark, name: string | undefined): readonly PlannedMetric[] {
  if (name === undefined) return benchmark.metrics;
  const found = benchmark.metrics.filter((metric) => metric.name === name);
  if (found.length > 0) return found;
  // Which metrics its own results have shows when they are read.
  if (!isBuiltin(name) && benchmark.cases.every(({ parse }) => !parse)) {
    throw new AssayError('usage', `there is no metric ${name}`, {
      hint: `there are: ${BUILTIN_METRIC_NAMES.join(', ')}`,
    });
  }
  return [{ name, tolerance: DEFAULTS.tolerance, falseAlarmBudget: null }];
}

/** The same for one case and one metric, with this tolerance and this share of the error probability. */
export function narrowed(
  plan: Plan,
  only: { readonly case: Case; readonly metric: string; readonly tolerance: number } | null,
  alpha: number,
): Plan {
  if (only === null) return { ...plan, falseAlarmBudget: alpha };
  const [benchmark] = plan.benchmarks;
  return {
    ...plan,
    falseAlarmBudget: alpha,
    benchmarks: [
      {
        ...benchmark!,
        cases: benchmark!.cases.filter(({ params }) => caseKey(params) === caseKey(only.case)),
        metrics: benchmark!.metrics
          .filter(({ name }) => name === only.metric)
          .map((metric) => ({ ...metric, tolerance: only.tolerance })),
      },
    ],
  };
}

import type { Plan } from './plan.ts';

/**
 * Says why the metrics' own false-alarm budgets cannot be kept within the run's, or nothing. By Boole's
 * inequality the chance of any false alarm is at most the sum of the parts.
 */
export function budgetProblem(plan: Plan): string | undefined {
  const metrics = plan.benchmarks.flatMap((benchmark) => benchmark.metrics);
  const taken = metrics.reduce((sum, metric) => sum + (metric.falseAlarmBudget ?? 0), 0);
  const sharing = metrics.some((metric) => metric.falseAlarmBudget === null);
  // Sums of decimal fractions are off by some units in the last place.
  const left = plan.falseAlarmBudget - taken;
  const slack = 1e-12;
  if (left < -slack) {
    return `the metrics' own false-alarm budgets add up to ${percent(taken)}, more than the run's ${percent(plan.falseAlarmBudget)}`;
  }
  if (sharing && left <= slack) {
    return `the metrics' own false-alarm budgets leave nothing of the run's ${percent(plan.falseAlarmBudget)} to the other metrics`;
  }
  return undefined;
}

function percent(fraction: number): string {
  return `${Number((fraction * 100).toPrecision(6))}%`;
}

import type { BuiltinMetricName } from '../core/metric.ts';
import type { ExecutionResult } from '../platform/sampler/execution.ts';

/** One execution's value of each metric in the metric's unit; `null` where the kernel gives none. */
export function metricValues(result: ExecutionResult): Record<BuiltinMetricName, number | null> {
  return {
    wall: result.wallNs / 1e9,
    user: result.userUs / 1e6,
    system: result.systemUs / 1e6,
    'peak-memory': result.peakBytes,
    'page-faults': result.minorFaults + result.majorFaults,
    'context-switches': result.voluntarySwitches + result.involuntarySwitches,
    instructions: result.instructions,
    cycles: result.cycles,
  };
}

/** Processor time that the execution took from the machine, with what measuring it took, in seconds. */
export function spentSeconds(result: ExecutionResult): number {
  return result.spentUs / 1e6;
}

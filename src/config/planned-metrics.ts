import { MEASURED_METRIC_NAMES } from '../core/metric.ts';
import { DEFAULTS } from './defaults.ts';
import { suggestion } from './nearest.ts';
import type { PlannedMetric } from './plan.ts';
import type { Report } from './problem.ts';
import type { ConfigFile } from './schema.ts';
import { setting } from './setting.ts';
import { expected } from './wording.ts';

/** The judged metrics of a benchmark. Names that are not built in are told by its own results, at run time. */
export function plannedMetrics(file: ConfigFile, name: string, report: Report): PlannedMetric[] {
  const { value = DEFAULTS.metrics, path } = setting(file, name, 'metrics');
  const tolerance = file.benchmarks[name]!.tolerance ?? file.tolerance ?? DEFAULTS.tolerance;
  const isKnown = (metric: string): boolean =>
    MEASURED_METRIC_NAMES.includes(metric) || file.benchmarks[name]!.parse !== undefined;
  if (Array.isArray(value)) {
    return (value as readonly string[]).map((metric, index) => {
      if (!isKnown(metric)) report([...path, index], unknownName(metric));
      return { name: metric, tolerance, falseAlarmBudget: null };
    });
  }
  return Object.entries(value).map(([metric, settings]) => {
    if (!isKnown(metric)) report([...path, metric], unknownKey(metric), 'key');
    return {
      name: metric,
      tolerance: settings?.tolerance ?? tolerance,
      falseAlarmBudget: settings?.['false-alarm-budget'] ?? null,
    };
  });
}

function unknownName(name: string): string {
  const hint = suggestion(name, MEASURED_METRIC_NAMES);
  return `${expected(`one of ${MEASURED_METRIC_NAMES.join(', ')}`, name)}${hint}`;
}

function unknownKey(name: string): string {
  const hint = suggestion(name, MEASURED_METRIC_NAMES);
  return `unknown key${hint === '' ? `; the keys here are ${MEASURED_METRIC_NAMES.join(', ')}` : hint}`;
}

import type { Direction } from '../core/metric.ts';

export type K6Type = 'trend' | 'counter' | 'rate' | 'gauge';
export type K6Contains = 'time' | 'data' | 'default';

/** What a metric measures, in Assay's words; `scale` turns k6's milliseconds into seconds. */
export interface K6Meaning {
  readonly unit: string;
  readonly scale: (value: number) => number;
  readonly direction: Direction | null;
}

/** `vus` and `vus_max` are what the test was told to do, not what it measured. */
export function isSetting(metric: string): boolean {
  return metric === 'vus' || metric === 'vus_max';
}

/** A counter is kept as its rate over the run. Which way a script's own metric is better only its author knows. */
export function k6Meaning(metric: string, type: K6Type, contains: K6Contains): K6Meaning {
  const base = metric.replace(/\{.*$/s, '');
  const per = type === 'counter' ? '/s' : '';
  if (contains === 'time') return { unit: 's', scale: (ms) => ms / 1e3, direction: 'lower' };
  const unit = contains === 'data' ? `By${per}` : `1${per}`;
  return { unit, scale: (value) => value, direction: DIRECTIONS.get(base) ?? null };
}

/** The built-in metrics that are no times (https://grafana.com/docs/k6/latest/using-k6/metrics/reference). */
const DIRECTIONS: ReadonlyMap<string, Direction> = new Map([
  ['http_reqs', 'higher'],
  ['iterations', 'higher'],
  ['checks', 'higher'],
  ['data_sent', 'higher'],
  ['data_received', 'higher'],
  ['ws_msgs_sent', 'higher'],
  ['ws_msgs_received', 'higher'],
  ['ws_sessions', 'higher'],
  ['http_req_failed', 'lower'],
  ['dropped_iterations', 'lower'],
  ['browser_http_req_failed', 'lower'],
  ['browser_web_vital_cls', 'lower'],
]);

/** Built-in trends, which all are times; for exports that do not say what a metric contains. */
export function isBuiltinTime(metric: string): boolean {
  return /^(?:http_req|iteration|group|grpc_req|ws|browser_http_req)_[a-z_]+(?:\{.*\})?$/s.test(metric);
}

export function isBuiltinData(metric: string): boolean {
  return /^(?:browser_)?data_(?:sent|received)(?:\{.*\})?$/s.test(metric);
}

import type { ColumnType, Generated } from 'kysely';

/** The tables, in the words of docs/glossary.md. JSON columns hold text; readers parse them once. */
export interface Tables {
  environment: EnvironmentTable;
  run: RunTable;
  revision: RevisionTable;
  measurement: MeasurementTable;
  execution: ExecutionTable;
  sample: SampleTable;
  comparison: ComparisonTable;
  baseline: BaselineTable;
  build: BuildTable;
  calibration: CalibrationTable;
}

type Json = string;
type Iso = string;
/** SQLite has no boolean. */
type Flag = 0 | 1;

export interface EnvironmentTable {
  id: string;
  identity: Json;
  first_seen: Iso;
}

export interface RunTable {
  id: string;
  kind: string;
  status: string;
  started_at: Iso;
  finished_at: Iso | null;
  design: string | null;
  seed: number;
  settings: Json;
  plan: Json | null;
  environment_id: string;
  conditions: Json;
  execution_environment: Json;
  version: string;
  timings: Json | null;
  /** The process that is measuring; `null` once finished. */
  owner: Json | null;
}

export interface RevisionTable {
  run_id: string;
  side: string;
  label: string;
  commit: string | null;
  parent: string | null;
  dirty: Flag;
  content_digest: string | null;
  committed_at: Iso | null;
  title: string | null;
  /** Where it was measured, if not in the environment of the run. */
  environment_id: string | null;
}

export interface MeasurementTable {
  id: Generated<number>;
  run_id: string;
  side: string;
  benchmark: string;
  case_key: Json;
  /** The empty string stands for "no subject", so that the natural key is unique. */
  subject: ColumnType<string, string, never>;
  metric: string;
  unit: string;
  direction: string;
  status: string;
  reason: string | null;
  judged: Flag;
  tolerance: number;
  command: string;
  warnings: Json;
  digest: string | null;
  /** What the source of an import stated; only there. */
  summary: ColumnType<Json | null, Json | null | undefined, never>;
}

export interface ExecutionTable {
  run_id: string;
  side: string;
  benchmark: string;
  case_key: Json;
  seq: number;
  block: number;
  position: number;
  started_at: Iso;
  exit_code: number | null;
  signal: number | null;
  other_load: number | null;
}

export interface SampleTable {
  measurement_id: number;
  seq: number;
  value: number;
}

export interface ComparisonTable {
  run_id: string;
  baseline_measurement: number;
  candidate_measurement: number;
  verdict: string;
  result: Json;
}

export interface BaselineTable {
  name: string;
  run_id: string;
  created_at: Iso;
}

export interface BuildTable {
  key: string;
  status: string;
  commit: string | null;
  path: string;
  log: string | null;
  seconds: number | null;
  used_at: Iso;
  owner: Json | null;
}

/** What one environment costs against another: the decision of a run that measured in both. */
export interface CalibrationTable {
  run_id: string;
  baseline_environment: string;
  candidate_environment: string;
  measured_at: Iso;
  record: Json;
}

import { z } from 'zod';
import { BaselinesResultSchema } from '../../src/cli/schemas/baselines.ts';
import { BisectResultSchema } from '../../src/cli/schemas/bisect.ts';
import { CalibrateResultSchema, CalibrationsResultSchema } from '../../src/cli/schemas/calibrate.ts';
import { ChangesResultSchema } from '../../src/cli/schemas/changes.ts';
import { CompareResultSchema } from '../../src/cli/schemas/compare.ts';
import { DbResultSchema } from '../../src/cli/schemas/db.ts';
import { DoctorResult } from '../../src/cli/schemas/doctor.ts';
import { EnvResult } from '../../src/cli/schemas/env.ts';
import { ErrorResultSchema } from '../../src/cli/schemas/error.ts';
import { HistoryResultSchema } from '../../src/cli/schemas/history.ts';
import { ImportResultSchema } from '../../src/cli/schemas/import.ts';
import { InitResultSchema } from '../../src/cli/schemas/init.ts';
import { LintResultSchema } from '../../src/cli/schemas/lint.ts';
import { NoiseResultSchema } from '../../src/cli/schemas/noise.ts';
import { GraphSchema, ResultsSchema } from '../../src/cli/schemas/published.ts';
import { reportSchema } from '../../src/cli/schemas/report.ts';
import { RunResultSchema } from '../../src/cli/schemas/run.ts';
import { RunsResultSchema } from '../../src/cli/schemas/runs.ts';
import { SeriesSchema } from '../../src/cli/schemas/series.ts';
import { traceSchema } from '../../src/cli/schemas/trace.ts';
import { TrackResultSchema } from '../../src/cli/schemas/track.ts';
import { verifySchema } from '../../src/cli/schemas/verify.ts';
import { SamplesSchema } from '../../src/import/samples.ts';

interface Contract {
  /** As it stands in the member `schema`. */
  readonly id: string;
  readonly schema: z.ZodType;
  /** Who writes or reads it. */
  readonly where: string;
}

/** Every JSON that is written or read, with the schema the code itself checks or is typed by. */
export const CONTRACTS: readonly Contract[] = [
  { id: 'assay.init/1', schema: InitResultSchema, where: '`assay init --json`' },
  { id: 'assay.run/1', schema: RunResultSchema, where: '`assay run --json`' },
  { id: 'assay.compare/1', schema: CompareResultSchema, where: '`assay compare --json`' },
  { id: 'assay.report/1', schema: reportSchema, where: '`assay report --json`' },
  { id: 'assay.trace/1', schema: traceSchema, where: '`assay trace --json`' },
  { id: 'assay.verify/1', schema: verifySchema, where: '`assay verify --json`' },
  { id: 'assay.runs/1', schema: RunsResultSchema, where: '`assay runs --json`' },
  { id: 'assay.show/1', schema: RunResultSchema, where: '`assay show --json`' },
  {
    id: 'assay.baselines/1',
    schema: BaselinesResultSchema,
    where: '`assay baseline create` and `list`, `--json`',
  },
  { id: 'assay.env/1', schema: EnvResult, where: '`assay env list`, `show`, `diff` and `explain`, `--json`' },
  { id: 'assay.lint/1', schema: LintResultSchema, where: '`assay lint --json`' },
  { id: 'assay.doctor/1', schema: DoctorResult, where: '`assay doctor --json`' },
  {
    id: 'assay.db/1',
    schema: DbResultSchema,
    where: '`assay db backup`, `restore`, `check` and `prune`, `--json`',
  },
  { id: 'assay.changes/1', schema: ChangesResultSchema, where: '`assay changes --json`' },
  { id: 'assay.track/1', schema: TrackResultSchema, where: '`assay track --json`' },
  { id: 'assay.bisect/1', schema: BisectResultSchema, where: '`assay bisect --json`' },
  {
    id: 'assay.calibrate/1',
    schema: CalibrateResultSchema,
    where: '`assay calibrate` and `assay calibrate show`, `--json`',
  },
  {
    id: 'assay.calibrations/1',
    schema: CalibrationsResultSchema,
    where: '`assay calibrate list --json`',
  },
  { id: 'assay.noise/1', schema: NoiseResultSchema, where: '`assay noise --json`' },
  { id: 'assay.history/1', schema: HistoryResultSchema, where: '`assay history --json`' },
  { id: 'assay.import/1', schema: ImportResultSchema, where: '`assay import --json`' },
  {
    id: 'assay.error/1',
    schema: ErrorResultSchema,
    where: 'any command with `--json` that could not do its work',
  },
  {
    id: 'assay.samples/1',
    schema: z.union([SamplesSchema, z.array(SamplesSchema)]),
    where: 'read by `assay compare --baseline` and `--candidate`',
  },
  {
    id: 'assay.series/1',
    schema: z.union([SeriesSchema, z.array(SeriesSchema)]),
    where: 'read by `assay changes --series`',
  },
  { id: 'assay.graph/1', schema: GraphSchema, where: 'the metadata inside every PNG and SVG' },
  { id: 'assay.results/1', schema: ResultsSchema, where: '`data/figures.json` of a results tree' },
];

/** The JSON schemas with their index: path from the top of the repository, and text. */
export function schemaDocuments(): ReadonlyMap<string, string> {
  const schemas = CONTRACTS.map(
    ({ id, schema, where }) =>
      [
        `docs/reference/schemas/${fileName(id)}`,
        `${JSON.stringify(jsonSchema(id, schema, where), null, 2)}\n`,
      ] as const,
  );
  return new Map([...schemas, ['docs/reference/json.md', indexPage()]]);
}

function fileName(id: string): string {
  return `${id.replace('/', '-')}.schema.json`;
}

function jsonSchema(id: string, schema: z.ZodType, where: string): object {
  // Defaults apply to what is read; for what is written, input and output are the same.
  const { $schema, ...rest } = z.toJSONSchema(schema, { io: 'input', reused: 'ref' });
  return { $schema, $id: id, title: id, description: where.replaceAll('`', ''), ...rest };
}

function indexPage(): string {
  const rows = CONTRACTS.map(
    ({ id, where }) => `| \`${id}\` | ${where} | [schema](schemas/${fileName(id)}) |`,
  );
  return `# JSON

<!-- Generated by scripts/generate/schemas.ts; edit that. -->

Every command takes \`--json\`: its result is then one JSON value on standard output. Progress and warnings stay on
standard error. The member \`schema\` names the contract. Within a version members may be added; a change of
what is there is a new version. Each contract has a JSON Schema (draft 2020-12):

| contract | where | |
|---|---|---|
${rows.join('\n')}

- Units are [UCUM](https://ucum.org): \`s\`, \`By\`, \`1\` for counts, \`By/s\`, \`1/s\`. Values are in that unit, never scaled.
- \`null\` is "there is none", and the description of the member says when. Nothing is filled in.
- Times are ISO 8601 in UTC. Commits are full object names.
- [Exit codes](exit-codes.md) carry the outcome, so that a script need not read JSON to gate.
`;
}

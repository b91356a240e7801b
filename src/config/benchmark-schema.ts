import { z } from 'zod';
import { MEASURED_METRIC_NAMES } from '../core/metric.ts';
import { WORK_KINDS } from '../core/work.ts';
import { buildDocument, buildSchema } from './build-schema.ts';
import { DEFAULTS, LIMITS } from './defaults.ts';
import { described, optional } from './documented.ts';
import * as field from './fields.ts';
import { metricsSchema } from './metrics-schema.ts';
import { parseSchema } from './parse-schema.ts';
import { OUTPUTS } from './plan.ts';
import { expected } from './wording.ts';

const tolerance = optional(
  field.fraction,
  'δ, the smallest relative change worth knowing: a slowdown is a regression when it is at least this large and its interval excludes no change.',
  {
    form: 'a share between 0 and 1: `2%` or `0.02`',
    default: `\`${DEFAULTS.tolerance * 100}%\`, or that of the file`,
  },
);

const count = z.int().min(1).max(LIMITS.samples);

const samples = z.union(
  [
    count,
    field.keys({ min: count, max: count }).refine(({ min, max }) => min <= max, {
      path: ['min'],
      error: 'is more than max; swap them or raise max',
    }),
  ],
  { error: (issue) => expected('a whole number or {min: …, max: …}', issue.input) },
);

const exitCodes = z.union([z.boolean(), z.array(z.int().min(1).max(255)).min(1)], {
  error: (issue) => expected('true, false or a list of exit codes', issue.input),
});

const COMMAND_FORM = 'a shell line, or a list of arguments';

/** Keys that `defaults` and every benchmark share. */
const shared = {
  setup: optional(
    field.command.nullable(),
    'Runs once for each case and side, before the first execution. Not measured.',
    { form: COMMAND_FORM, default: 'nothing' },
  ),
  prepare: optional(
    field.command.nullable(),
    'Runs before each execution of the command, warm-up included. Not measured.',
    { form: COMMAND_FORM, default: 'nothing' },
  ),
  cleanup: optional(
    field.command.nullable(),
    'Runs once for each case and side at the end, also after a failure. Not measured.',
    { form: COMMAND_FORM, default: 'nothing' },
  ),
  cwd: optional(
    field.path,
    'Where setup, prepare, command and cleanup run: relative to the directory of `assay.yaml`, inside the repository.',
    { form: 'a path', default: 'the directory of `assay.yaml`' },
  ),
  env: optional(
    field.environment,
    'Variables for setup, prepare, command and cleanup. A secret is named, never written: `{secret: NAME}` takes its value from the environment or from an untracked `.env` beside `assay.yaml`.',
    { form: 'a mapping of names to text or `{secret: NAME}`', default: 'none' },
  ),
  stdin: optional(
    field.path.nullable(),
    "A file fed to the command's standard input: relative to the directory of `assay.yaml`, inside the repository.",
    { form: 'a path', default: 'no input' },
  ),
  output: optional(
    z.enum(OUTPUTS, { error: (issue) => expected(`one of ${OUTPUTS.join(', ')}`, issue.input) }),
    "Where the command's standard output goes: nowhere, into a pipe that is read and counted, or into a file kept in `.assay/logs` until the next execution. Standard error is always kept so.",
    { form: OUTPUTS.map((output) => `\`${output}\``).join(', '), default: `\`${DEFAULTS.output}\`` },
  ),
  warmup: optional(z.int().min(0).max(LIMITS.samples), 'Executions of each side before sampling begins.', {
    form: 'a whole number',
    default: `\`${DEFAULTS.warmup}\``,
  }),
  samples: optional(
    samples,
    'How many samples of each side to take: exactly so many, or between two bounds, as soon as the verdict is settled.',
    { form: 'a whole number, or `{min: …, max: …}`', default: 'as many as the time allows' },
  ),
  time: optional(field.duration, 'The time to spend on each case.', {
    form: 'a duration: `500ms`, `30s`, `5min`, `1h`',
    default: "the command's own (see `assay run --help` and `assay compare --help`)",
  }),
  timeout: optional(field.duration, 'An execution that takes longer is ended and has failed.', {
    form: 'a duration',
    default: `\`${DEFAULTS.timeoutS / 60}min\``,
  }),
  'ignore-exit-code': optional(
    exitCodes,
    'Which exit codes besides 0 still give a sample. An end by a signal never does.',
    { form: '`true` for any, `false` for none, or a list: `[1, 2]`', default: '`false`' },
  ),
  work: optional(
    z.enum(WORK_KINDS),
    "What it mostly does. A comparison across environments is adjusted by what a calibration's probes of this kind showed.",
    {
      form: WORK_KINDS.map((kind) => `\`${kind}\``).join(', '),
      default: 'not known, so nothing is adjusted',
    },
  ),
  metrics: optional(
    metricsSchema,
    'The metrics that are judged. All are recorded where the machine can measure them; those of cgroups in containers only.',
    {
      form: `a list, or a mapping to \`{tolerance: …, false-alarm-budget: …}\`, of: ${MEASURED_METRIC_NAMES.map((name) => `\`${name}\``).join(', ')}; with \`parse\` also its own metrics`,
      default: `\`[${DEFAULTS.metrics.join(', ')}]\``,
    },
  ),
};

const paramMatrix = z.record(field.paramName, z.array(field.paramValue).min(1));

/** One benchmark as written, with values read and defaults not yet applied. */
export const benchmarkSchema = field.keys({
  command: described(
    field.command,
    'What is measured. A list is run directly; a line is run by `/bin/sh -c`, whose own start is then measured with it.',
    { form: COMMAND_FORM },
  ),
  build: optional(buildSchema, 'Builds this benchmark instead of the shared `build`; `none` for nothing.', {
    ...buildDocument,
    default: 'the shared `build`',
  }),
  params: optional(
    paramMatrix,
    'The values of each parameter. Every combination is a case, and `{name}` in the other texts of the benchmark stands for the value.',
    { form: 'a mapping of names to lists', default: 'one case without parameters' },
  ),
  exclude: optional(
    z.array(
      z
        .record(z.string(), field.paramValue)
        .refine((point) => Object.keys(point).length > 0, 'must not be empty'),
    ),
    'Combinations to leave out: those that agree with all keys of one item.',
    { form: 'a list of mappings', default: 'none' },
  ),
  parse: optional(
    parseSchema,
    'Reads what the command itself measured, after each execution, as metrics besides the built-in ones.',
    { form: '`{format: …, from: …}`', default: 'nothing' },
  ),
  tolerance,
  ...shared,
});

export const defaultsSchema = field.keys(shared);

export type ConfigBenchmark = z.output<typeof benchmarkSchema>;
export type ConfigDefaults = z.output<typeof defaultsSchema>;

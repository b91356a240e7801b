import { z } from 'zod';
import { benchmarkSchema, defaultsSchema } from './benchmark-schema.ts';
import { buildDocument, buildSchema } from './build-schema.ts';
import { DEFAULTS } from './defaults.ts';
import { described, optional } from './documented.ts';
import { environmentsSchema } from './environment-schema.ts';
import { executionSchema } from './execution-schema.ts';
import * as field from './fields.ts';
import { importSchema } from './import-schema.ts';

/** All of `assay.yaml`. What spans several keys is checked where the plan is made: see `plannedBenchmark`. */
export const fileSchema = field.keys({
  version: optional(z.literal(1), 'The version of this format.', { form: '`1`', default: '`1`' }),
  tolerance: optional(field.fraction, 'δ for all benchmarks.', {
    form: 'a share between 0 and 1: `2%` or `0.02`',
    default: `\`${DEFAULTS.tolerance * 100}%\``,
  }),
  'false-alarm-budget': optional(
    field.fraction,
    'The chance that a run raises one or more false alarms, over all its benchmarks together.',
    { form: 'a share between 0 and 1', default: `\`${DEFAULTS.falseAlarmBudget * 100}%\`` },
  ),
  build: optional(
    buildSchema,
    'Builds all benchmarks, once for each commit, in the directory of `assay.yaml` in a worktree of its own.',
    buildDocument,
  ),
  defaults: optional(
    defaultsSchema,
    'What benchmarks have in common: the keys of a benchmark below, without `command`, `build`, `params`, `exclude` and `tolerance`. `env` is joined with that of the benchmark; other keys are replaced by it.',
    { form: 'a mapping', default: 'nothing' },
  ),
  import: optional(
    importSchema,
    'How `assay import`, and `parse` of a benchmark, take what other tools leave unsaid.',
    {
      form: 'a mapping',
      default: 'nothing',
    },
  ),
  environments: optional(
    environmentsSchema,
    'The environments to measure in, by name. `host`, plain processes on this machine, is always one.',
    { form: 'a mapping of names to environments', default: '`host` alone' },
  ),
  execution: optional(executionSchema, 'Which of the environments is used when.', {
    form: 'a mapping',
    default: 'see below',
  }),
  benchmarks: described(
    z
      .record(field.benchmarkName, benchmarkSchema)
      .refine((table) => Object.keys(table).length > 0, 'must not be empty: name a benchmark'),
    'The benchmarks by name. A name takes letters, digits, spaces and `. _ / -`.',
    { form: 'a mapping of names to benchmarks' },
  ),
});

export type ConfigFile = z.output<typeof fileSchema>;

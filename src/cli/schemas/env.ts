import * as z from 'zod';
import { CONTEXTS } from '../../config/execution.ts';
import { DifferenceSchema, GradeSchema } from './difference.ts';
import { Environment, Facts } from './environment.ts';
import { PlannedEnvironmentSchema } from './planned-environment.ts';

const SCHEMA = z.literal('assay.env/1');

/** An environment as stored, by this version of Assay or another. */
const StoredEnvironment = z.strictObject({ id: z.string(), identity: Facts });

export const EnvList = z.strictObject({
  schema: SCHEMA,
  here: z.string().describe('id of the environment here and now'),
  environments: z.array(
    z.strictObject({
      ...StoredEnvironment.shape,
      grade: GradeSchema.describe('how its runs may be compared with those of here and now'),
      firstSeen: z.iso.datetime(),
      lastSeen: z.iso.datetime().nullable().describe('start of its latest run; null if none is left'),
      runs: z.int().min(0),
      names: z.array(z.string()).describe('what assay.yaml called it in its runs'),
    }),
  ),
});

export const EnvShow = z.strictObject({
  schema: SCHEMA,
  environment: z.union([Environment, StoredEnvironment]),
});

export const EnvDiff = z.strictObject({
  schema: SCHEMA,
  a: z.string().describe('id of the first'),
  b: z.string().describe('id of the second'),
  comparable: z.boolean().describe('whether runs of the two may be compared as they are'),
  grade: GradeSchema,
  differences: z.array(DifferenceSchema),
});

const Chosen = {
  context: z.enum(CONTEXTS),
  environment: z.string().describe('its name'),
  why: z.string(),
};

export const EnvExplain = z.strictObject({
  schema: SCHEMA,
  here: z.strictObject({
    ...Chosen,
    because: z.string().describe('what says that the context is this one'),
  }),
  contexts: z.array(z.strictObject(Chosen)).describe('what would be chosen in each, with the same flags'),
  environments: z.array(PlannedEnvironmentSchema),
});

/** `assay env list|show|diff|explain --json`. */
export const EnvResult = z.union([EnvList, EnvShow, EnvDiff, EnvExplain]);

/** What `env diff --file` reads: the output of `env show --json` or of `doctor --json`. */
export const EnvironmentFile = z.object({
  schema: z.enum(['assay.env/1', 'assay.doctor/1']),
  environment: z.object({
    id: z.string(),
    identity: Facts,
    conditions: z.record(z.string(), z.unknown()).optional(),
  }),
});

import { z } from 'zod';
import type { GraphMetadata } from '../../chart/graph.ts';
import type { Manifest } from '../../report/manifest.ts';

/** What published files say of themselves. */

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** Inside every SVG (a `metadata` element) and PNG (a text chunk named `assay`). */
export const GraphSchema = z.strictObject({
  schema: z.literal('assay.graph/1'),
  kind: z.enum(['distribution', 'forest', 'history']),
  figure: z.string().describe('what assay trace takes'),
  runs: z.array(z.string()).describe('whose samples are drawn; the reported run is the last'),
  commits: z
    .array(z.string())
    .describe('full object names, the candidate last; a dirty tree names the commit it is based on'),
  dirty: z.boolean(),
  measuredAt: z.string().describe('ISO 8601, UTC'),
  environments: z.array(z.string()).describe('short ids'),
  samples: z.int().min(0).describe('how many are drawn'),
  dataDigest: sha256.describe('of the canonical JSON of the plotted data'),
  contentDigest: sha256.describe('of the picture without this metadata'),
  version: z.string().describe('version of Assay that drew it'),
}) satisfies z.ZodType<GraphMetadata>;

/** `data/figures.json` of a results tree: every other file and every number in them. */
export const ResultsSchema = z.strictObject({
  schema: z.literal('assay.results/1'),
  version: z.string().describe('version of Assay that wrote the tree'),
  generatedAt: z.string().describe('ISO 8601, UTC'),
  project: z.string(),
  run: z.string().describe('the run that is reported'),
  runs: z.array(z.string()).describe('every run with a figure in the tree'),
  commit: z.string().nullable().describe('measured commit; of a dirty tree, the one it is based on'),
  dirty: z.boolean(),
  files: z.record(z.string(), sha256).describe('SHA-256 by path within the tree'),
  figures: z.record(
    z.string().describe('what assay trace takes'),
    z.strictObject({
      label: z.string(),
      value: z.number().nullable().describe('in the unit; null where the samples do not allow it'),
      unit: z.string().describe('UCUM'),
      statistic: z.string().describe('which number of its samples it is'),
      run: z.string(),
      measurements: z.array(z.int()).describe('whose samples it was computed from'),
      sampleDigest: z.string(),
    }),
  ),
}) satisfies z.ZodType<Omit<Manifest, 'figures'>>;

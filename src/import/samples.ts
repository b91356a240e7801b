import { z } from 'zod';
import { measurement } from './collector.ts';
import type { Format } from './format.ts';
import { validated } from './json.ts';

/** The contract `assay.samples/1`: one object, or an array of them. */
export const SamplesSchema = z.strictObject({
  schema: z.literal('assay.samples/1'),
  benchmark: z.string().min(1),
  case: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).default({}),
  metric: z.string().min(1),
  unit: z.string().min(1).describe('UCUM: s, By, 1, 1/s, By/s'),
  direction: z.enum(['lower', 'higher']).describe('which way is better'),
  samples: z.array(z.number()).min(1).describe('in the unit, in the order taken'),
});

const HINT = `the keys are ${Object.keys(SamplesSchema.shape).join(', ')}; several measurements are an array of such objects`;

const FileSchema = z.array(SamplesSchema).min(1);

export const samples: Format = {
  name: 'samples',
  title: 'assay.samples/1, also by assay export',
  recognises: ({ text }) => /^\s*\[?\s*\{\s*"schema"\s*:\s*"assay\.samples\/1"/.test(text),
  async read(input) {
    const json = await input.json();
    const entries = Array.isArray(json)
      ? validated(FileSchema, json, input, HINT)
      : [validated(SamplesSchema, json, input, HINT)];
    return entries.map((entry) => measurement(entry, { samples: entry.samples }));
  },
};

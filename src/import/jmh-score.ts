import { z } from 'zod';

/** Eighty megabytes: an hour of sampling at three thousand samples a second. */
const MAX_EXPANDED = 10_000_000;

const count = z.int().nonnegative().max(MAX_EXPANDED);

export const ScoreSchema = z.object({
  scoreUnit: z.string(),
  /** By fork, by iteration. */
  rawData: z.array(z.array(z.number().nullable())).optional(),
  /** In sample mode: by fork, by iteration, the values with how often each was seen. */
  rawDataHistogram: z.array(z.array(z.array(z.tuple([z.number(), count])))).optional(),
});

export type Score = z.output<typeof ScoreSchema>;

/** In order; within an iteration of sample mode ascending, because JMH kept no more. `null` if too many. */
export function jmhSamples({ rawData, rawDataHistogram }: Score): number[] | null {
  if (!rawDataHistogram) return (rawData ?? []).flat().filter((value) => value !== null);
  const samples: number[] = [];
  for (const [value, times] of rawDataHistogram.flat(2)) {
    if (samples.length + times > MAX_EXPANDED) return null;
    for (let i = 0; i < times; i++) samples.push(value);
  }
  return samples;
}

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { runCommand } from '../../src/platform/process.ts';
import { seconds } from '../interleave.ts';

/** What hyperfine says of two commands, and what people take from it: it gives no verdict of its own. */
export interface HyperfineAnswer {
  /** From the start of the process to its exit. */
  readonly wallS: number;
  /** Mean of the candidate over mean of the baseline. */
  readonly ratio: number;
  /** Its standard deviation as hyperfine prints it. */
  readonly sd: number;
}

const Export = z.object({ results: z.array(z.object({ mean: z.number(), stddev: z.number() })) });

/** `hyperfine -N` at its defaults: all of one command, then all of the other. */
export async function askHyperfine(
  baseline: string,
  candidate: string,
  folder: string,
  signal: AbortSignal,
): Promise<HyperfineAnswer> {
  const file = join(folder, 'hyperfine.json');
  const argv = ['hyperfine', '-N', '--style=none', '--export-json', file, baseline, candidate];
  const wallS = await seconds(async () => {
    const { exitCode, stderr } = await runCommand(argv, { cwd: folder, signal });
    if (exitCode !== 0) throw new Error(`hyperfine ended with ${exitCode}: ${stderr}`);
  });
  const [before, after] = Export.parse(JSON.parse(await readFile(file, 'utf8'))).results;
  const ratio = after!.mean / before!.mean;
  // Propagation of independent errors, as in hyperfine's src/benchmark/relative_speed.rs.
  const sd = ratio * Math.hypot(before!.stddev / before!.mean, after!.stddev / after!.mean);
  return { wallS, ratio, sd };
}

export type Reading = 'slower' | 'faster' | 'same';

/** "1.05 ± 0.02": a change if 1 lies outside ratio ± sd. */
export function readBySpread({ ratio, sd }: HyperfineAnswer): Reading {
  if (ratio - sd > 1) return 'slower';
  return ratio + sd < 1 ? 'faster' : 'same';
}

/** A change if the means differ by the smallest change worth knowing. */
export function readByMean({ ratio }: HyperfineAnswer, tolerance: number): Reading {
  if (ratio >= 1 + tolerance) return 'slower';
  return ratio <= 1 / (1 + tolerance) ? 'faster' : 'same';
}

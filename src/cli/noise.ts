import { Command } from 'commander';
import type { Context } from './context.ts';
import {
  type MeasureFlags,
  nonNegativeInteger,
  positiveInteger,
  withMeasureFlags,
} from './project/settings.ts';
import { WORKTREE } from './project/worktree.ts';

export interface NoiseFlags extends MeasureFlags {
  readonly runs: number;
  readonly blocks: number;
  readonly pause: number;
  readonly commit: string;
}

/**
 * Nine degrees of freedom between runs. A machine is noisier in one minute than in the next: what five runs in ten
 * seconds foretell moves more from one time to the next than what ten do in half a minute (bench/acceptance/noise.ts).
 */
const DEFAULT_RUNS = 10;
/** With ten runs two hundred blocks, from which comparisons of any length are drawn. */
const DEFAULT_BLOCKS = 20;
/** Long enough that the processor's boost and the caches of the run before have gone. */
const DEFAULT_PAUSE_S = 2;

export function noiseCommand(context: Context): Command {
  const command = new Command('noise')
    .summary('measure how noisy this machine is for these benchmarks')
    .description('Compares a commit with itself several times and says what comparisons here can see.')
    .argument('[benchmark...]', 'names, or patterns with * and ?')
    .option(
      '--runs <n>',
      'how often, each with a pause and a start of its own',
      positiveInteger,
      DEFAULT_RUNS,
    )
    .option('--blocks <n>', 'blocks of two executions in each run, at most', positiveInteger, DEFAULT_BLOCKS)
    .option('--pause <seconds>', 'before each run', nonNegativeInteger, DEFAULT_PAUSE_S)
    .option('--commit <ref>', 'what to measure; `worktree` is the files as they are now', WORKTREE);
  return withMeasureFlags(command).action(async (benchmarks: string[], flags: NoiseFlags) => {
    const { measureNoise } = await import('./noise/run.ts');
    return measureNoise(context, benchmarks, flags);
  });
}

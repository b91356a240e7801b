import { Command } from 'commander';
import { AssayError } from '../core/error.ts';
import type { Context } from './context.ts';
import { type MeasureFlags, positiveInteger, withMeasureFlags } from './project/settings.ts';

export interface TrackFlags extends MeasureFlags {
  readonly every?: number;
  readonly last?: number;
  readonly benchmark?: string[];
  readonly firstParent?: boolean;
  readonly retry?: boolean;
  readonly dryRun?: boolean;
}

export function trackCommand(context: Context): Command {
  const command = new Command('track')
    .summary('measure the commits of a range that were not measured here yet')
    .description('Measures commits that have no evidence in this environment, the most informative first.')
    .argument('[range]', 'commits as git log names them, such as v1.0..HEAD; default: HEAD and all before it')
    .option('--every <n>', 'only every n-th commit, counted from the newest', positiveInteger)
    .option('--last <n>', 'only the newest n commits of the range', positiveInteger)
    .option('-b, --benchmark <name...>', 'only these benchmarks: names, or patterns with * and ?')
    .option('--first-parent', 'leave out the commits that merges brought in')
    .option('--retry', 'try again what could not be built or measured before')
    .option('--dry-run', 'say what would be measured, in which order, and measure nothing');
  return withMeasureFlags(command).action(async (range: string | undefined, flags: TrackFlags) => {
    if (range === undefined && flags.last === undefined && flags.every === undefined) {
      throw new AssayError('usage', 'track: which commits?', {
        hint: 'name a range or a number: assay track v1.0..HEAD, or assay track --last 20',
      });
    }
    const { trackRange } = await import('./track/run.ts');
    return trackRange(context, range ?? 'HEAD', flags);
  });
}

import { Command } from 'commander';
import type { Context } from './context.ts';
import { type MeasureFlags, withMeasureFlags } from './project/settings.ts';

export interface BisectFlags extends MeasureFlags {
  readonly metric?: string;
  readonly case?: string[];
  readonly firstParent?: boolean;
}

export function bisectCommand(context: Context): Command {
  const command = new Command('bisect')
    .summary('find the commit that made a benchmark slower or faster')
    .description('Compares GOOD with commits between it and BAD until one commit is left.')
    .argument('<good>', 'a commit without the change')
    .argument('<bad>', 'a later commit with it')
    .argument('<benchmark>', 'the benchmark that changed')
    .option('-m, --metric <name>', 'the metric that changed; default: the one that changed most')
    .option('--case <name=value...>', 'only cases with these parameters; default: the one that changed most')
    .option('--first-parent', 'take merges as one commit each, as they came to the branch');
  return withMeasureFlags(command).action(
    async (good: string, bad: string, benchmark: string, flags: BisectFlags) => {
      const { bisectRange } = await import('./bisect/run.ts');
      return bisectRange(context, { good, bad, benchmark }, flags);
    },
  );
}

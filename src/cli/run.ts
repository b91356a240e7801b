import { Command } from 'commander';
import { AssayError } from '../core/error.ts';
import type { Context } from './context.ts';
import { type MeasureFlags, withMeasureFlags } from './project/settings.ts';
import { WORKTREE } from './project/worktree.ts';

export interface RunFlags extends MeasureFlags {
  readonly commit: string;
  readonly resume?: string;
}

export function runCommandLine(context: Context): Command {
  const command = new Command('run')
    .summary('measure the benchmarks of one commit')
    .description(
      'Builds a commit in a worktree of its own (your checkout is not touched), samples every case of the\n' +
        'benchmarks named (default: all), stores each sample as it is taken, and prints a summary.',
    )
    .argument('[benchmark...]', 'names, or patterns with * and ?')
    .option('--commit <ref>', 'the commit to measure; `worktree` is the files as they are now', WORKTREE)
    .option('--resume <run>', 'go on with an interrupted run or comparison');
  return withMeasureFlags(command).action(async (benchmarks: string[], flags: RunFlags) => {
    if (flags.resume !== undefined) refuseOthers(command, benchmarks);
    const { measureCommit } = await import('./run/commit.ts');
    return measureCommit(context, benchmarks, flags);
  });
}

/** A run goes on as it was planned: anything else would not be the same run. */
function refuseOthers(command: Command, benchmarks: readonly string[]): void {
  const given = Object.keys(command.opts()).filter((name) => command.getOptionValueSource(name) === 'cli');
  const other = benchmarks[0] ?? given.find((name) => name !== 'resume' && name !== 'report');
  if (other === undefined) return;
  throw new AssayError('usage', `--resume goes on with the plan of the run: ${other} cannot be changed`, {
    hint: 'leave it out, or start a new run',
  });
}

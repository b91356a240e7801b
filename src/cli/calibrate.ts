import { Command } from 'commander';
import type { Context } from './context.ts';
import { type TurnFlags, withTurnFlags } from './project/queue.ts';
import { fraction, nonNegativeInteger, positiveInteger, positiveNumber } from './project/settings.ts';
import { WORKTREE } from './project/worktree.ts';

export interface CalibrateFlags extends TurnFlags {
  /** Two, in the order given, or none. */
  readonly env?: readonly string[];
  /** Names with commas between them; `true`: all. */
  readonly probes?: string | true;
  readonly samples?: number;
  readonly time?: number;
  readonly falseAlarmBudget?: number;
  readonly seed?: number;
  readonly commit: string;
  readonly graph?: string;
}

const DEFAULT_LIMIT = 20;

export function calibrateCommand(context: Context): Command {
  const command = new Command('calibrate')
    .summary('measure what one environment costs against another')
    .description('Measures probes, or benchmarks, in two environments in turn and says what differs.')
    .argument('[benchmark...]', 'benchmarks instead of the probes: names, or patterns with * and ?')
    .option(
      '--env <name>',
      'one of the two environments: give it twice, first what to compare with',
      appended,
    )
    .option('--probes [names]', 'these probes, with commas between them; with benchmarks: besides them')
    .option('--samples <n>', 'blocks of one execution in each environment, of each probe', positiveInteger)
    .option('--time <seconds>', 'spend at most about this long on each', positiveNumber)
    .option(
      '--false-alarm-budget <percent>',
      'chance that one or more of all intervals miss the truth, for example 1%',
      fraction,
    )
    .option('--seed <n>', 'seed of the order of samples, to repeat it', nonNegativeInteger)
    .option('--commit <ref>', 'what to measure; `worktree` is the files as they are now', WORKTREE)
    .option('--graph <file>', 'draw it, as SVG or PNG');
  withTurnFlags(command).action(async (benchmarks: string[], flags: CalibrateFlags) => {
    const { calibrate } = await import('./calibrate/run.ts');
    return calibrate(context, benchmarks, flags);
  });
  command
    .command('list')
    .description('List the calibrations, newest first.')
    .option('-n, --limit <n>', 'at most this many', positiveInteger, DEFAULT_LIMIT)
    .action(async ({ limit }: { limit: number }) => {
      const { listed } = await import('./calibrate/show.ts');
      return listed(context, limit);
    });
  command
    .command('show')
    .description('Show a calibration.')
    .argument('[id]', 'of its run, the beginning of one, or `latest`', 'latest')
    .option('--graph <file>', 'draw it, as SVG or PNG')
    .action(async (id: string, { graph }: Pick<CalibrateFlags, 'graph'>) => {
      const { shown } = await import('./calibrate/show.ts');
      // Commander gives an option that both have to the outer command.
      return shown(context, id, graph ?? command.opts<CalibrateFlags>().graph);
    });
  return command;
}

function appended(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}

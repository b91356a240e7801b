import { Command } from 'commander';
import { FALSE_RATE } from '../stats/change/change.ts';
import type { Context } from './context.ts';
import type { HistoryFlags } from './history/load.ts';
import { fraction, positiveInteger } from './project/settings.ts';
import type { HistoryResult } from './schemas/history.ts';

interface Flags extends HistoryFlags {
  readonly limit: number;
  readonly out?: string;
  readonly graphs: boolean;
}

const DEFAULT_LIMIT = 20;

export function historyCommand(context: Context): Command {
  const command = new Command('history')
    .summary('show and draw how metrics went over the commits')
    .description('Shows every run of committed trees in the order of the commits, with the steps found.')
    .argument('[benchmark...]', 'names, or patterns with * and ?')
    .option('-n, --limit <n>', 'print at most this many runs of each', positiveInteger, DEFAULT_LIMIT)
    .option('--out <dir>', 'folder of the pictures; default: .assay/history')
    .option('--no-graphs', 'print only, and write no pictures');
  return withHistoryFlags(command).action((benchmarks: string[], flags: Flags) =>
    show(context, benchmarks, flags),
  );
}

/** Flags that `history` and `changes` share. */
export function withHistoryFlags(command: Command): Command {
  return command
    .option('-m, --metric <name...>', 'these metrics instead of those that are judged: names, or patterns')
    .option('--ref <ref>', 'the commits before this one; default: HEAD')
    .option('--first-parent', 'leave out what merges brought in')
    .option('--environment <id>', 'only runs of this environment')
    .option(
      '--false-rate <percent>',
      'chance that a history without a step shows one, for example 1%',
      fraction,
      FALSE_RATE,
    );
}

async function show(context: Context, benchmarks: readonly string[], flags: Flags): Promise<void> {
  const { storedHistories } = await import('./history/load.ts');
  const { eventResults, seriesResult } = await import('./history/result.ts');
  const { identitiesIn } = await import('./history/drift.ts');
  await using project = await context.openProjectStore({ readonly: true });
  const { histories, notes } = await storedHistories(context, project.store, benchmarks, flags);
  const series: HistoryResult['series'] = [];
  const folder = await folderOf(context, project.projectRoot, flags);
  for (const history of histories) {
    const result = seriesResult(history);
    if (folder === null) series.push(result);
    else {
      const { drawHistory } = await import('./history/graphs.ts');
      const graph = await drawHistory(folder, history, flags.falseRate ?? FALSE_RATE);
      series.push({ ...result, graph });
    }
    context.signal.throwIfAborted();
  }
  const result: HistoryResult = {
    schema: 'assay.history/1',
    falseRate: flags.falseRate ?? FALSE_RATE,
    notes: [...notes],
    series,
    events: eventResults(histories, await identitiesIn(project.store)),
  };
  if (context.json) context.stdout(`${JSON.stringify(result, null, 2)}\n`);
  else await printText(context, result, flags.limit);
}

/** Beside the database: a results tree holds what a report can derive again, and nothing else. */
async function folderOf(context: Context, projectRoot: string, flags: Flags): Promise<string | null> {
  if (!flags.graphs) return null;
  const { join, resolve } = await import('node:path');
  return flags.out === undefined ? join(projectRoot, '.assay', 'history') : resolve(context.cwd, flags.out);
}

async function printText(context: Context, result: HistoryResult, limit: number): Promise<void> {
  const { printHistory } = await import('./history/text.ts');
  const { driftLines } = await import('./history/drift.ts');
  const { painter } = await import('./terminal/paint.ts');
  for (const series of result.series) printHistory(context, series, painter(context.color), limit);
  for (const line of driftLines(result.events)) context.stdout(`${line}\n`);
  for (const note of result.notes) context.stdout(`${note}\n`);
}

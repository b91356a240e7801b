import { Command } from 'commander';
import { AssayError, EXIT } from '../core/error.ts';
import { FALSE_RATE, FEWEST } from '../stats/change/change.ts';
import type { Context } from './context.ts';
import type { HistoryFlags } from './history/load.ts';
import { withHistoryFlags } from './history.ts';
import type { ChangesResult } from './schemas/changes.ts';

interface Flags extends HistoryFlags {
  readonly series?: readonly string[];
}

/** What a source of histories found, ready to be printed. */
export type Findings = Omit<ChangesResult, 'schema' | 'falseRate'>;

export function changesCommand(context: Context): Command {
  const command = new Command('changes')
    .summary('find where a metric stepped from one level to another')
    .description('Finds the steps in the histories of metrics, stored or in files.')
    .argument('[benchmark...]', 'names, or patterns with * and ?')
    .option(
      '--series <file...>',
      'histories in these files, JSON (assay.series/1) or CSV, instead of stored runs',
    );
  return withHistoryFlags(command).action(async (benchmarks: string[], flags: Flags) => {
    const falseRate = flags.falseRate ?? FALSE_RATE;
    const findings = await findingsOf(context, benchmarks, { ...flags, falseRate });
    const result: ChangesResult = { schema: 'assay.changes/1', falseRate, ...findings };
    // Nothing could be judged: that is no finding of "no change".
    if (result.series.every(({ n }) => n < FEWEST)) context.exit(EXIT.inconclusive);
    if (context.json) context.stdout(`${JSON.stringify(result, null, 2)}\n`);
    else (await import('./changes/text.ts')).printChanges(context, result);
  });
}

async function findingsOf(context: Context, benchmarks: readonly string[], flags: Flags): Promise<Findings> {
  if (flags.series === undefined) {
    return (await import('./changes/stored.ts')).storedChanges(context, benchmarks, flags);
  }
  if (benchmarks.length > 0) {
    throw new AssayError('usage', `--series reads files, and ${benchmarks[0]} names a stored benchmark`, {
      hint: 'give files or benchmarks, not both',
    });
  }
  return (await import('./changes/files.ts')).fileChanges(
    context,
    flags.series,
    flags.falseRate ?? FALSE_RATE,
  );
}

import { formatChange, formatValue } from '../../core/unit.ts';
import { shortCommit, subjectOf } from '../../report/names.ts';
import type { Context } from '../context.ts';
import { driftLines } from '../history/drift.ts';
import type { ChangesResult } from '../schemas/changes.ts';
import { painter } from '../terminal/paint.ts';
import { textTable } from '../terminal/table.ts';
import { intervalWords } from '../terminal/verdict-words.ts';
import { warningLines } from '../terminal/warning-lines.ts';

type Series = ChangesResult['series'][number];
type Step = Series['changePoints'][number];
type Paint = ReturnType<typeof painter>;

/** Prints one line a step, then what may become one, then what to know about the histories. */
export function printChanges(context: Context, result: ChangesResult): void {
  const paint = painter(context.color);
  const found = result.series.filter(({ changePoints }) => changePoints.length > 0);
  if (found.length > 0) context.stdout(stepTable(found, result.falseRate, paint));
  else context.stdout(`No step found in ${counted(result.series.length)}.\n`);
  for (const series of result.series) {
    const { pending } = series;
    if (pending === null) continue;
    context.stdout(
      `${nameOf(series)}: a step may have begun at position ${pending.index}; ${pending.needs} more points like the last would settle it\n`,
    );
  }
  for (const line of driftLines(result.events)) context.stdout(`${line}\n`);
  for (const note of result.notes) context.stdout(`${note}\n`);
  const warnings = result.series.flatMap((series) =>
    series.warnings.map((warning) => ({ ...warning, about: nameOf(series) })),
  );
  for (const line of warningLines(warnings, paint)) context.stdout(`${line}\n`);
}

function stepTable(found: readonly Series[], falseRate: number, paint: Paint): string {
  const columns = [
    { title: 'history' },
    { title: 'from', align: 'right' as const },
    { title: 'commit' },
    { title: 'before', align: 'right' as const },
    { title: 'after', align: 'right' as const },
    { title: 'change', align: 'right' as const },
    { title: `${Number(((1 - falseRate) * 100).toPrecision(6))} % interval` },
    { title: 'cause' },
  ];
  const rows = found.flatMap((series) =>
    series.changePoints.map((step) => [
      nameOf(series),
      String(step.index),
      step.commits.at === null ? '' : shortCommit(step.commits.at),
      formatValue(step.before, series.unit),
      formatValue(step.after, series.unit),
      paint(colourOf(step), formatChange(step.ratio)),
      step.ratio === null ? '' : intervalWords(step.interval),
      step.cause,
    ]),
  );
  return textTable(columns, rows);
}

function colourOf({ verdict, cause }: Step): Parameters<Paint>[0] {
  if (cause === 'environment' || verdict === null) return 'yellow';
  return verdict === 'regression' ? 'red' : 'green';
}

function nameOf(series: Series): string {
  return `${subjectOf(series)} ${series.metric}`;
}

function counted(histories: number): string {
  return histories === 1 ? 'the history' : `${histories} histories`;
}

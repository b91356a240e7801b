import { formatChange, formatValue } from '../../core/unit.ts';
import { shortCommit, subjectOf } from '../../report/names.ts';
import type { Context } from '../context.ts';
import type { HistoryResult } from '../schemas/history.ts';
import type { painter } from '../terminal/paint.ts';
import { sparkline } from '../terminal/sparkline.ts';
import { textTable } from '../terminal/table.ts';
import { intervalWords } from '../terminal/verdict-words.ts';

type Series = HistoryResult['series'][number];
type Paint = ReturnType<typeof painter>;

/** Prints one history: its course in a line, then its newest runs. */
export function printHistory(context: Context, of: Series, paint: Paint, limit: number): void {
  const medians = of.points.map(({ median }) => median);
  const where = of.environment === null ? '' : `, environment ${of.environment}`;
  const better = `${of.direction} is better`;
  context.stdout(`${paint('bold', `${subjectOf(of)} ${of.metric}`)} (${better}${where})\n`);
  const range = `${formatValue(Math.min(...medians), of.unit)} … ${formatValue(Math.max(...medians), of.unit)}`;
  context.stdout(`${sparkline(medians, Math.max(20, context.columns - range.length - 2))}  ${range}\n\n`);
  context.stdout(pointTable(of, paint, limit));
  for (const line of seriesLines(of)) context.stdout(`${line}\n`);
  if (of.graph) context.stdout(`${paint('dim', of.graph.svg)}\n`);
  context.stdout('\n');
}

function pointTable(of: Series, paint: Paint, limit: number): string {
  const from = Math.max(0, of.points.length - limit);
  const several = new Set(of.points.map(({ environment }) => environment)).size > 1;
  const rows = of.points.slice(from).map((point, i) => {
    const step = of.changePoints.find(({ index }) => index === from + i);
    const [low, high] = point.interval ?? [null, null];
    return [
      point.commit === null ? point.run : shortCommit(point.commit),
      point.startedAt.slice(0, 10),
      ...(several ? [point.environment] : []),
      formatValue(point.median, of.unit),
      low === null || high === null ? '' : `[${formatValue(low, of.unit)}, ${formatValue(high, of.unit)}]`,
      String(point.n),
      step ? paint(colourOf(step), stepWords(step)) : '',
      point.title ?? '',
    ];
  });
  const omitted = from === 0 ? '' : `${paint('dim', `… ${from} earlier runs: --limit shows more`)}\n`;
  const columns = [
    { title: 'commit' },
    { title: 'measured' },
    ...(several ? [{ title: 'environment' }] : []),
    { title: 'median', align: 'right' as const },
    { title: '95 % interval' },
    { title: 'n', align: 'right' as const },
    { title: 'step' },
    { title: '' },
  ];
  return `${omitted}${textTable(columns, rows)}`;
}

function colourOf({ verdict, cause }: Series['changePoints'][number]): Parameters<Paint>[0] {
  if (cause === 'environment' || verdict === null) return 'yellow';
  return verdict === 'regression' ? 'red' : 'green';
}

function stepWords({ ratio, interval, cause }: Series['changePoints'][number]): string {
  const size = `${formatChange(ratio)} ${intervalWords(interval)}`;
  return cause === 'code' ? size : `${size} ${cause === 'environment' ? 'environment' : 'cause unknown'}`;
}

function seriesLines(of: Series): string[] {
  const { pending } = of;
  const first = pending && of.points[pending.index];
  const place = first ? (first.commit === null ? first.run : shortCommit(first.commit)) : '';
  return [
    ...(pending
      ? [`  a step may have begun at ${place}: ${pending.needs} more runs like the last would settle it`]
      : []),
    ...of.warnings.map((warning) => `  ${warning}`),
  ];
}

import type { Verdict } from '../core/verdict.ts';
import { changeText, forestRow, type RowPlace, rowTitle } from './forest-row.ts';
import { FOOTER, frame, HEADER, HEIGHT, MARGIN, SIZE, WIDTH } from './frame.ts';
import type { ForestData, GraphStamp } from './graph.ts';
import { notice } from './notice.ts';
import { LIGHT } from './palette.ts';
import { bareAxis, optionOf, type Panel, type Picture } from './picture.ts';
import { type RatioAxis, ratioAxis } from './ratio-axis.ts';
import { layer, line, type Shape, words } from './shape.ts';
import type { Measure } from './text.ts';
import { verdictMark } from './verdict-mark.ts';

type Row = ForestData['rows'][number];

/** Pixels under the rows: the axis' labels and its name. */
const AXIS = 74;
/** Below 13 pixels a row its text would be smaller than print allows at 300 DPI (3 points). */
const MOST_ROWS = 44;
/** What a row takes in a page, where the height is free. */
const COMPACT_ROW = 46;

const ORDER: readonly Verdict[] = ['regression', 'improvement', 'unchanged', 'inconclusive'];

/** Ratios with intervals, one row a comparison, on a log axis with each row's tolerance as a band around 1. */
export function forest(data: ForestData, stamp: GraphStamp, measure: Measure, compact: boolean): Picture {
  const title = `${data.candidate} against ${data.baseline}`;
  const confidence = `${Number((data.confidence * 100).toFixed(4))} %`;
  const subtitle = `Ratio of each metric with its interval, ${confidence} for all together. Shaded: smallest change worth knowing.`;
  if (data.rows.length === 0) return notice({ title, subtitle: '' }, 'no comparisons', stamp, measure);

  const rows = shownRows(data.rows);
  const metric = commonMetric(data.rows);
  const top = HEADER + 44;
  const height = compact
    ? Math.max(360, Math.min(HEIGHT, top + rows.length * COMPACT_ROW + AXIS + FOOTER))
    : HEIGHT;
  const place = placeOf(rows, metric, { top, bottom: height - FOOTER - AXIS }, measure);
  const axis = ratioAxis(rows);
  const { panel } = place;
  const option = optionOf({
    width: WIDTH,
    height,
    panels: [{ panel, x: bareAxis(axis.min, axis.max), y: { ...bareAxis(0, rows.length), inverse: true } }],
    series: [
      layer(0, (at) => [
        ...gridLines(axis, panel),
        ...rows.flatMap((row, i) => forestRow(row, i, place, axis, at)),
      ]),
    ],
    shapes: [
      ...frame({ title, subtitle }, stamp, height, measure),
      ...legend(data.rows, measure),
      ...axisLabels(data, axis, panel, metric),
      ...leftOut(data.rows.length - rows.length, measure),
    ],
  });
  const description = data.rows
    .map((row) => `${rowTitle(row, null)}: ${changeText(row)}, ${row.verdict}`)
    .join('; ');
  return { option, height, title, description };
}

/** All rows, or the worst of them in their own order. */
function shownRows(rows: readonly Row[]): readonly Row[] {
  if (rows.length <= MOST_ROWS) return rows;
  const severity: readonly Verdict[] = ['regression', 'inconclusive', 'improvement', 'unchanged'];
  const change = ({ ratio }: Row): number =>
    ratio === null || ratio <= 0 ? Number.MAX_VALUE : Math.abs(Math.log(ratio));
  const kept = new Set(
    [...rows]
      .sort((a, b) => severity.indexOf(a.verdict) - severity.indexOf(b.verdict) || change(b) - change(a))
      .slice(0, MOST_ROWS),
  );
  return rows.filter((row) => kept.has(row));
}

/** The metric that all rows share, which then is said once. */
function commonMetric(rows: readonly Row[]): string | null {
  const first = rows[0]!.metric;
  return rows.every((row) => row.metric === first) ? first : null;
}

function placeOf(
  rows: readonly Row[],
  metric: string | null,
  edges: Pick<Panel, 'top' | 'bottom'>,
  measure: Measure,
): RowPlace {
  const rowHeight = (edges.bottom - edges.top) / rows.length;
  const size = Math.max(12, Math.min(SIZE.label, rowHeight * 0.78));
  const widest = (texts: readonly string[]): number => Math.max(...texts.map((text) => measure(text, size)));
  const names = Math.min(400, widest(rows.map((row) => rowTitle(row, metric))));
  const changes = widest(rows.map(changeText));
  const panel = { ...edges, left: MARGIN + names + 24, right: WIDTH - MARGIN - changes - 24 };
  return { panel, size, rowHeight, metric, measure };
}

function gridLines(axis: RatioAxis, panel: Panel): Shape[] {
  return axis.ticks.map(({ at }) => {
    const x = positionOf(at, axis, panel);
    return line([x, panel.top], [x, panel.bottom], { stroke: LIGHT.grid, lineWidth: 1.5 });
  });
}

function positionOf(log: number, axis: RatioAxis, panel: Panel): number {
  return panel.left + ((log - axis.min) / (axis.max - axis.min)) * (panel.right - panel.left);
}

function axisLabels(data: ForestData, axis: RatioAxis, panel: Panel, metric: string | null): Shape[] {
  const style = { size: SIZE.small, fill: LIGHT.muted, align: 'center' } as const;
  const directions = new Set(data.rows.map((row) => row.direction));
  const [only] = directions;
  const worse = directions.size > 1 ? '' : only === 'lower' ? ', lower is better' : ', higher is better';
  const name = `${metric ?? 'candidate / baseline'}${metric === null ? '' : ', candidate / baseline'}${worse} (log scale)`;
  return [
    ...axis.ticks.map(({ at, label }) => words(label, positionOf(at, axis, panel), panel.bottom + 22, style)),
    words(name, (panel.left + panel.right) / 2, panel.bottom + 54, style),
  ];
}

/** The marks with their meanings, and how many rows have each: the picture's result at a glance. */
function legend(rows: readonly Row[], measure: Measure): Shape[] {
  let x = MARGIN;
  return ORDER.flatMap((verdict) => {
    const count = rows.filter((row) => row.verdict === verdict).length;
    const text = `${count} ${verdict}${count !== 1 && verdict !== 'unchanged' && verdict !== 'inconclusive' ? 's' : ''}`;
    const fill = count === 0 ? LIGHT.axis : LIGHT[verdict];
    const weight = count === 0 ? 'normal' : 'bold';
    const shapes = [
      verdictMark(verdict, [x + 9, HEADER + 6], 8),
      words(text, x + 26, HEADER + 6, { size: SIZE.label, fill, weight }),
    ];
    x += 26 + measure(text, SIZE.label, weight) + 36;
    return shapes;
  });
}

function leftOut(count: number, measure: Measure): Shape[] {
  if (count === 0) return [];
  const text = `${count} more rows not shown`;
  const x = WIDTH - MARGIN - measure(text, SIZE.label);
  return [words(text, x, HEADER + 6, { size: SIZE.label, fill: LIGHT.muted })];
}

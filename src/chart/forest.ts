import type { Verdict } from '../core/verdict.ts';
import { ground } from './forest-ground.ts';
import { changeText, forestRow, type RowPlace, rowTitle } from './forest-row.ts';
import { FOOTER, frame, HEADER, HEIGHT, MARGIN, SIZE, WIDTH } from './frame.ts';
import type { ForestData, GraphStamp } from './graph.ts';
import { notice } from './notice.ts';
import { LIGHT } from './palette.ts';
import { bareAxis, optionOf, type Panel, type Picture } from './picture.ts';
import { type RatioAxis, ratioAxis } from './ratio-axis.ts';
import { layer, type Shape, words } from './shape.ts';
import type { Measure } from './text.ts';
import { verdictMark } from './verdict-mark.ts';

type Row = ForestData['rows'][number];

/** Pixels under the rows: the axis' labels and its name. */
const AXIS = 74;
/** Below 13 pixels a row its text would be smaller than print allows at 300 DPI (3 points). */
const MOST_ROWS = 44;
/** What a row takes in a page, where the height is free: less of it, the more there are. */
const COMPACT_ROW = { least: 26, most: 46, together: 640 };

/** The most that names may take of the width, in pixels: a third of it is left for the intervals. */
const NAMES = 420;

const ORDER: readonly Verdict[] = ['regression', 'improvement', 'unchanged', 'inconclusive'];

/** Ratios with intervals, one row a comparison, on a log axis with each row's tolerance as a band around 1. */
export function forest(data: ForestData, stamp: GraphStamp, measure: Measure, compact: boolean): Picture {
  const title = `${data.candidate} against ${data.baseline}`;
  const confidence = `${Number((data.confidence * 100).toFixed(4))} %`;
  if (data.rows.length === 0) return notice({ title, subtitle: '' }, 'no comparisons', stamp, measure);

  const rows = compact ? data.rows : gravest(data.rows);
  const which =
    rows.length === data.rows.length ? 'Ratios' : `The ${rows.length} gravest of ${data.rows.length} ratios`;
  const shaded = data.about === 'environments' ? '' : ' Shaded: smallest change worth knowing.';
  const subtitle = `${which} with intervals, ${confidence} for all together.${shaded}`;
  const metric = commonMetric(data.rows);
  const top = HEADER + 44;
  const height = compact ? top + rows.length * compactRow(rows.length) + AXIS + FOOTER : HEIGHT;
  const place = placeOf(rows, metric, { top, bottom: height - FOOTER - AXIS }, measure);
  const axis = ratioAxis(rows);
  const { panel } = place;
  const option = optionOf({
    width: WIDTH,
    height,
    panels: [{ panel, x: bareAxis(axis.min, axis.max), y: { ...bareAxis(0, rows.length), inverse: true } }],
    series: [
      layer(0, (at) => [
        ...ground(rows, place, axis, at),
        ...rows.flatMap((row, i) => forestRow(row, i, place, axis, at)),
      ]),
    ],
    shapes: [
      ...frame({ title, subtitle }, stamp, height, measure),
      ...legend(data, measure),
      ...axisLabels(data, axis, place),
    ],
  });
  const description = data.rows
    .map((row) => `${rowTitle(row, null)}: ${changeText(row)}, ${nameOf(row.verdict, 1, data)}`)
    .join('; ');
  return { option, height, title, description };
}

function compactRow(rows: number): number {
  return Math.round(Math.max(COMPACT_ROW.least, Math.min(COMPACT_ROW.most, COMPACT_ROW.together / rows)));
}

/** All rows, or as many as a file's picture has room for, in their own order. */
function gravest(rows: readonly Row[]): readonly Row[] {
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
  const titles = rows.map((row) => rowTitle(row, metric));
  const widest = (texts: readonly string[], at: number): number =>
    Math.max(...texts.map((text) => measure(text, at)));
  // Long names are set smaller before they are shortened.
  const nameSize = Math.max(Math.min(size, 14), Math.min(size, (size * NAMES) / widest(titles, size)));
  const names = Math.min(NAMES, widest(titles, nameSize));
  const changes = widest(rows.map(changeText), size);
  const panel = { ...edges, left: MARGIN + names + 24, right: WIDTH - MARGIN - changes - 24 };
  return { panel, size, nameSize, rowHeight, metric, measure };
}

function positionOf(log: number, axis: RatioAxis, panel: Panel): number {
  return panel.left + ((log - axis.min) / (axis.max - axis.min)) * (panel.right - panel.left);
}

function axisLabels(data: ForestData, axis: RatioAxis, { panel, metric, measure }: RowPlace): Shape[] {
  const style = { size: SIZE.small, fill: LIGHT.muted, align: 'center' } as const;
  const directions = new Set(data.rows.map((row) => row.direction));
  const better = directions.size > 1 ? '' : `, ${[...directions][0]} is better`;
  const name = `${metric === null ? '' : `${metric}, `}candidate / baseline${better} (log scale)`;
  const taken: [number, number][] = [];
  // From no change outwards: a label that would touch an earlier one is left out, its line stays.
  const labels = [...axis.ticks]
    .sort((a, b) => Math.abs(a.at) - Math.abs(b.at))
    .flatMap(({ at, label }) => {
      const x = positionOf(at, axis, panel);
      const half = measure(label, SIZE.small) / 2 + 6;
      if (taken.some(([from, to]) => x + half > from && x - half < to)) return [];
      taken.push([x - half, x + half]);
      return [words(label, x, panel.bottom + 22, style)];
    });
  return [...labels, words(name, (panel.left + panel.right) / 2, panel.bottom + 54, style)];
}

/** The marks with their meanings, and how many rows have each: the picture's result at a glance. */
function legend(data: ForestData, measure: Measure): Shape[] {
  let x = MARGIN;
  return ORDER.flatMap((verdict) => {
    const count = data.rows.filter((row) => row.verdict === verdict).length;
    const text = `${count} ${nameOf(verdict, count, data)}`;
    const fill = count === 0 ? LIGHT.muted : LIGHT[verdict];
    const weight = count === 0 ? 'normal' : 'bold';
    const shapes = [
      verdictMark(verdict, [x + 9, HEADER + 6], 8),
      words(text, x + 26, HEADER + 6, { size: SIZE.label, fill, weight }),
    ];
    x += 26 + measure(text, SIZE.label, weight) + 36;
    return shapes;
  });
}

/** One environment against another costs more or less; a change of a program is for the worse or the better. */
function nameOf(verdict: Verdict, count: number, { about }: ForestData): string {
  if (about === 'environments') return COSTS[verdict];
  const isNoun = verdict === 'regression' || verdict === 'improvement';
  return `${verdict}${isNoun && count !== 1 ? 's' : ''}`;
}

const COSTS: Readonly<Record<Verdict, string>> = {
  regression: 'costs more',
  improvement: 'costs less',
  unchanged: 'equal',
  inconclusive: 'no difference seen',
};

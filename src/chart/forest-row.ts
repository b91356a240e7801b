import { formatChange } from '../core/unit.ts';
import { MARGIN, WIDTH } from './frame.ts';
import type { ForestData } from './graph.ts';
import { LIGHT } from './palette.ts';
import type { Panel } from './picture.ts';
import type { RatioAxis } from './ratio-axis.ts';
import { type At, line, polygon, type Shape, words } from './shape.ts';
import { detailsOf } from './subject.ts';
import { fit, type Measure } from './text.ts';
import { verdictMark } from './verdict-mark.ts';

type Row = ForestData['rows'][number];

export interface RowPlace {
  readonly panel: Panel;
  /** Of the figures and of the names, in pixels. */
  readonly size: number;
  readonly nameSize: number;
  readonly rowHeight: number;
  /** The metric that need not be repeated in each row. */
  readonly metric: string | null;
  readonly measure: Measure;
}

/** `parse size=large`, and the metric unless all rows share it. */
export function rowTitle(row: Row, metric: string | null): string {
  const details = detailsOf(row);
  const name = details === '' ? row.benchmark : `${row.benchmark} ${details}`;
  return metric === null ? `${name}: ${row.metric}` : name;
}

/** `+20.4 %  [+18.1, +22.9]`; an end without a bound is `…`. */
export function changeText({ ratio, interval }: Row): string {
  if (ratio === null) return 'no ratio';
  const [low, high] = interval;
  if (low === null && high === null) return `${formatChange(ratio)}  no interval`;
  const end = (value: number | null): string =>
    value === null ? '…' : formatChange(value).replace(' %', '');
  return `${formatChange(ratio)}  [${end(low)}, ${end(high)}]`;
}

/** One comparison: its name, its interval and estimate, and both in figures. */
export function forestRow(row: Row, index: number, place: RowPlace, axis: RatioAxis, at: At): Shape[] {
  const { panel, size, nameSize, rowHeight, metric, measure } = place;
  const y = index + 0.5;
  const middle = at(0, y)[1];
  const name = fit(rowTitle(row, metric), panel.left - MARGIN - 20, (text) => measure(text, nameSize));
  return [
    ...estimate(row, y, Math.min(8, Math.max(4.5, rowHeight * 0.3)), axis, at),
    words(name, MARGIN, middle, { size: nameSize, fill: LIGHT.ink }),
    words(changeText(row), WIDTH - MARGIN, middle, {
      size,
      fill: LIGHT[row.verdict],
      align: 'right',
    }),
  ];
}

function estimate(row: Row, y: number, radius: number, axis: RatioAxis, at: At): Shape[] {
  const [low, high] = row.interval.map((end) => (end !== null && end > 0 ? Math.log(end) : null));
  // A ratio of zero (a count that vanished) lies off every log axis; its row then has figures only.
  if (row.ratio === null || row.ratio <= 0) return [];
  const colour = LIGHT[row.verdict];
  const paint = { stroke: colour, lineWidth: Math.max(2, radius * 0.42) };
  const from = low === null || low === undefined || low < axis.min ? null : low;
  const to = high === null || high === undefined || high > axis.max ? null : high;
  const left = at(from ?? axis.min, y);
  const right = at(to ?? axis.max, y);
  return [
    line(left, right, paint),
    from === null
      ? arrow(left, -1, radius, colour)
      : line([left[0], left[1] - radius * 1.1], [left[0], left[1] + radius * 1.1], paint),
    to === null
      ? arrow(right, 1, radius, colour)
      : line([right[0], right[1] - radius * 1.1], [right[0], right[1] + radius * 1.1], paint),
    verdictMark(row.verdict, at(Math.log(row.ratio), y), radius),
  ];
}

/** An interval that goes on beyond the axis. */
function arrow([x, y]: readonly [number, number], direction: 1 | -1, radius: number, fill: string): Shape {
  return polygon(
    [
      [x + direction * radius, y],
      [x - direction * radius * 0.4, y - radius * 0.9],
      [x - direction * radius * 0.4, y + radius * 0.9],
    ],
    { fill },
  );
}

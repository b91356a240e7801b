import type { RowPlace } from './forest-row.ts';
import { MARGIN, WIDTH } from './frame.ts';
import type { ForestData } from './graph.ts';
import { LIGHT } from './palette.ts';
import type { RatioAxis } from './ratio-axis.ts';
import { type At, line, rect, type Shape } from './shape.ts';

/** From this many rows on, every second one is tinted, so that the eye keeps to its row. */
const STRIPED = 8;

/** What lies under the rows: stripes, the axis' lines, each row's tolerance as a band, and the line of no change. */
export function ground(rows: ForestData['rows'], { panel }: RowPlace, axis: RatioAxis, at: At): Shape[] {
  const stripes = rows.length < STRIPED ? [] : rows.flatMap((_, i) => (i % 2 === 0 ? [i] : []));
  return [
    ...stripes.map((i) =>
      rect([MARGIN - 8, at(0, i)[1]], [WIDTH - MARGIN + 8, at(0, i + 1)[1]], { fill: LIGHT.stripe }),
    ),
    ...axis.ticks.map((tick) => {
      const x = at(tick.at, 0)[0];
      return line([x, panel.top], [x, panel.bottom], { stroke: LIGHT.grid, lineWidth: 1.5 });
    }),
    ...bands(rows).map(({ tolerance, from, to }) => {
      const half = Math.log(1 + tolerance);
      return rect(at(-half, from), at(half, to), { fill: LIGHT.band });
    }),
    line(at(0, 0), at(0, rows.length), { stroke: LIGHT.axis, lineWidth: 2 }),
  ];
}

/** Neighbouring rows of one tolerance share a band: rectangles that touch would show a seam. */
function bands(rows: ForestData['rows']): { tolerance: number; from: number; to: number }[] {
  const merged: { tolerance: number; from: number; to: number }[] = [];
  rows.forEach(({ tolerance }, i) => {
    const last = merged.at(-1);
    if (last !== undefined && last.tolerance === tolerance) last.to = i + 1;
    else merged.push({ tolerance, from: i, to: i + 1 });
  });
  return merged;
}

import { SIZE } from './frame.ts';
import type { HistoryData } from './graph.ts';
import { LIGHT } from './palette.ts';
import type { Panel } from './picture.ts';
import { type At, circle, line, polygon, polyline, rect, type Shape, words } from './shape.ts';
import type { Measure } from './text.ts';

/** A point that was measured. */
export interface Measured {
  readonly index: number;
  readonly median: number;
  readonly quartiles: readonly [number, number];
  /** Both ends of the interval of the median, or nothing. */
  readonly interval: readonly number[];
  readonly dirty: boolean;
}

/** Above this many runs a whisker each would touch its neighbour: the quartiles become a ribbon. */
const RIBBON = 60;

/** The middle half of each run's samples: whiskers, or a ribbon where there are many. */
export function spreads(segment: readonly Measured[], count: number, at: At): Shape[] {
  if (count > RIBBON && segment.length > 1) {
    const upper = segment.map(({ index, quartiles }) => at(index, quartiles[1]));
    const lower = segment.map(({ index, quartiles }) => at(index, quartiles[0])).reverse();
    return [polygon([...upper, ...lower], { fill: LIGHT.candidate, opacity: 0.2 })];
  }
  return segment.map(({ index, quartiles }) =>
    line(at(index, quartiles[0]), at(index, quartiles[1]), {
      stroke: LIGHT.candidate,
      lineWidth: count > 30 ? 5 : 9,
      lineCap: 'round',
      opacity: 0.3,
    }),
  );
}

/** The medians and the line that joins them; a dirty tree's is hollow. */
export function medians(segment: readonly Measured[], count: number, at: At): Shape[] {
  const radius = count <= 30 ? 6.5 : count <= 120 ? 4.5 : 2.5;
  const path = segment.map(({ index, median }) => at(index, median));
  return [
    ...(path.length > 1 ? [polyline(path, { stroke: LIGHT.candidate, lineWidth: count > 200 ? 2 : 3 })] : []),
    ...segment.map(({ index, median, dirty }) =>
      dirty
        ? circle(at(index, median), Math.max(radius, 4), {
            fill: LIGHT.paper,
            stroke: LIGHT.candidate,
            lineWidth: 2.5,
          })
        : circle(at(index, median), radius, {
            fill: LIGHT.candidate,
            stroke: LIGHT.paper,
            lineWidth: count > 120 ? 0 : 1.5,
          }),
    ),
  ];
}

/** A shaded column where runs have no figure: a gap, never a number. */
export function gaps(points: HistoryData['points'], panel: Panel, at: At): Shape[] {
  const missing: { from: number; to: number }[] = [];
  points.forEach(({ median }, i) => {
    if (median !== null) return;
    if (missing.at(-1)?.to === i) missing.at(-1)!.to = i + 1;
    else missing.push({ from: i, to: i + 1 });
  });
  return missing.flatMap(({ from, to }) => {
    const [left, right] = [at(from - 0.5, 0)[0], at(to - 0.5, 0)[0]];
    const column = rect([left, panel.top], [right, panel.bottom], { fill: LIGHT.band });
    // The word stands upright, and only where the column is wide enough for it.
    if (right - left < 20) return [column];
    const word = words('unavailable', (left + right) / 2, (panel.top + panel.bottom) / 2, {
      size: SIZE.tiny,
      fill: LIGHT.muted,
      align: 'center',
      rotation: Math.PI / 2,
    });
    return [column, word];
  });
}

/** A line where the environment changes, and its name above as far as there is room. */
export function environments(points: HistoryData['points'], panel: Panel, measure: Measure, at: At): Shape[] {
  const starts = points.flatMap((point, i) => (point.environment === points[i - 1]?.environment ? [] : [i]));
  if (starts.length < 2) return [];
  let free = panel.left;
  return starts.flatMap((index) => {
    const x = index === 0 ? panel.left : at(index - 0.5, 0)[0];
    const edge = line([x, panel.top], [x, panel.bottom], {
      stroke: LIGHT.axis,
      lineWidth: 1.5,
      lineDash: [5, 5],
    });
    const name = `environment ${points[index]!.environment}`;
    const width = measure(name, SIZE.tiny);
    const fits = x >= free && x + width <= panel.right;
    if (fits) free = x + width + 16;
    return [
      ...(index === 0 ? [] : [edge]),
      ...(fits ? [words(name, x, panel.top - 14, { size: SIZE.tiny, fill: LIGHT.muted })] : []),
    ];
  });
}

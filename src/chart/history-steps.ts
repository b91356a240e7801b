import { formatChange } from '../core/unit.ts';
import { SIZE } from './frame.ts';
import type { HistoryData } from './graph.ts';
import type { Measured } from './history-marks.ts';
import { LIGHT } from './palette.ts';
import type { Panel } from './picture.ts';
import { type At, line, rect, type Shape, words } from './shape.ts';
import type { Measure } from './text.ts';

/** Every other environment is shaded, so that what was measured elsewhere is seen at once. */
export function bands(points: HistoryData['points'], panel: Panel, at: At): Shape[] {
  const starts = points.flatMap((point, i) => (point.environment === points[i - 1]?.environment ? [] : [i]));
  return starts.flatMap((from, i) => {
    if (i % 2 === 0) return [];
    const to = starts[i + 1] ?? points.length;
    const right = to === points.length ? panel.right : at(to - 0.5, 0)[0];
    return [rect([at(from - 0.5, 0)[0], panel.top], [right, panel.bottom], { fill: LIGHT.stripe })];
  });
}

/** A line over each stretch without a step, behind the points. */
export function levels(found: NonNullable<HistoryData['levels']>, at: At): Shape[] {
  return found.map(({ from, to, level }) =>
    line(at(from - 0.5, level), at(to - 0.5, level), { stroke: LIGHT.baseline, lineWidth: 5, opacity: 0.55 }),
  );
}

/** Above this many runs the intervals of the medians would hide one another. */
const MOST_INTERVALS = 120;

/** The interval of each median: a thin line within the middle half of the samples. */
export function intervals(segment: readonly Measured[], count: number, at: At): Shape[] {
  if (count > MOST_INTERVALS) return [];
  return segment.flatMap(({ index, interval: [low, high] }) =>
    low === undefined || high === undefined
      ? []
      : [line(at(index, low), at(index, high), { stroke: LIGHT.candidate, lineWidth: 2 })],
  );
}

/** Where a level begins: a line over the whole height, with the size of the step where there is room. */
export function steps(data: HistoryData, panel: Panel, measure: Measure, at: At): Shape[] {
  let free = panel.left;
  return (data.changes ?? []).flatMap(({ index, ratio, verdict, cause }) => {
    const [x] = at(index - 0.5, 0);
    const colour = cause === 'environment' ? LIGHT.unchanged : LIGHT[verdict ?? 'unchanged'];
    const text = `${formatChange(ratio)}${cause === 'environment' ? ' (environment)' : ''}`;
    const width = measure(text, SIZE.tiny, 'bold') + 12;
    const left = Math.min(x + 6, panel.right - width);
    const fits = left >= free;
    if (fits) free = left + width;
    return [
      line([x, panel.top], [x, panel.bottom], { stroke: colour, lineWidth: 2.5 }),
      ...(fits ? [words(text, left, panel.top + 14, { size: SIZE.tiny, fill: colour, weight: 'bold' })] : []),
    ];
  });
}

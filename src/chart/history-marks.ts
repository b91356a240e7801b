import type { HistoryData } from './graph.ts';
import { LIGHT } from './palette.ts';
import type { Panel } from './picture.ts';
import { type At, circle, line, polygon, polyline, rect, type Shape, words } from './shape.ts';

/** A point that was measured. */
export interface Measured {
  readonly index: number;
  readonly median: number;
  readonly quartiles: readonly [number, number];
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

/** A shaded column where a run has no figure, and a line where the environment changes. */
export function gaps(points: HistoryData['points'], panel: Panel, at: At): Shape[] {
  const x = (index: number): number => at(index, 0)[0];
  const step = (panel.right - panel.left) / points.length;
  return points.flatMap((point, index) => {
    const shapes: Shape[] = [];
    if (point.median === null) {
      shapes.push(rect([x(index - 0.5), panel.top], [x(index + 0.5), panel.bottom], { fill: LIGHT.band }));
      // The word stands upright, and only where a column is wide enough for it.
      if (step >= 20) {
        shapes.push(
          words('unavailable', x(index), (panel.top + panel.bottom) / 2, {
            size: 16,
            fill: LIGHT.muted,
            align: 'center',
            rotation: Math.PI / 2,
          }),
        );
      }
    }
    const before = points[index - 1];
    if (before !== undefined && before.environment !== point.environment) {
      const edge = x(index - 0.5);
      shapes.push(
        line([edge, panel.top], [edge, panel.bottom], {
          stroke: LIGHT.axis,
          lineWidth: 1.5,
          lineDash: [5, 5],
        }),
        words(`environment ${point.environment}`, edge + 10, panel.top + 12, { size: 16, fill: LIGHT.muted }),
      );
    }
    return shapes;
  });
}

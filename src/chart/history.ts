import { formatValue } from '../core/unit.ts';
import { FOOTER, frame, HEADER, HEIGHT, MARGIN, SIZE, WIDTH } from './frame.ts';
import type { GraphStamp, HistoryData } from './graph.ts';
import { commitLabels } from './history-labels.ts';
import { environments, gaps, type Measured, medians, spreads } from './history-marks.ts';
import { bands, intervals, levels, steps } from './history-steps.ts';
import { notice } from './notice.ts';
import { LIGHT } from './palette.ts';
import { bareAxis, optionOf, type Panel, type Picture, tickAxis } from './picture.ts';
import { layer, type Shape, words } from './shape.ts';
import { capital, titleOf } from './subject.ts';
import type { Measure } from './text.ts';
import { valueAxis } from './ticks.ts';

type HistoryPoint = HistoryData['points'][number];

/** Pixels for the commits' labels under the plot, and for the last value beside it. */
const LABELS = 112;

/** Medians with the middle half of their samples, run after run; what was not measured is a gap. */
export function history(data: HistoryData, stamp: GraphStamp, measure: Measure): Picture {
  const title = titleOf(data);
  const better = `${capital(data.direction)} is better`;
  const segments = segmentsOf(data.points);
  const measured = segments.flat();
  if (measured.length === 0) {
    return notice({ title, subtitle: better }, 'no run measured it', stamp, measure);
  }
  const drawn = measured.flatMap(({ median, quartiles, interval }) => [median, ...quartiles, ...interval]);
  const axis = valueAxis(drawn, data.unit, 8);
  const last = measured.at(-1)!;
  const value = formatValue(last.median, data.unit);
  const labelWidth = Math.max(...axis.ticks.map((tick) => measure(axis.label(tick), SIZE.small)));
  const panel: Panel = {
    left: Math.ceil(MARGIN + labelWidth + 14),
    right: Math.floor(WIDTH - MARGIN - measure(value, SIZE.label, 'bold') - 14),
    top: HEADER + 24,
    bottom: HEIGHT - FOOTER - LABELS,
  };
  const count = data.points.length;
  const style = { size: SIZE.small, text: LIGHT.muted, grid: LIGHT.grid, labels: true };
  const option = optionOf({
    width: WIDTH,
    height: HEIGHT,
    panels: [{ panel, x: bareAxis(-0.5, count - 0.5), y: tickAxis(axis, style) }],
    series: [
      layer(0, (at) => [
        ...(data.changes ? bands(data.points, panel, at) : []),
        ...gaps(data.points, panel, at),
        ...environments(data.points, panel, measure, at),
        ...levels(data.levels ?? [], at),
        ...segments.flatMap((segment) => spreads(segment, count, at)),
        ...segments.flatMap((segment) => intervals(segment, count, at)),
        ...segments.flatMap((segment) => medians(segment, count, at)),
        ...steps(data, panel, measure, at),
        lastValue(value, at(last.index, last.median)),
      ]),
    ],
    shapes: [
      ...frame({ title, subtitle: subtitleOf(data) }, stamp, HEIGHT, measure),
      ...commitLabels(data.points, panel, measure),
    ],
  });
  return { option, height: HEIGHT, title, description: describe(data) };
}

/** Runs of neighbouring points that may be joined: measured, and in the same environment. */
function segmentsOf(points: readonly HistoryPoint[]): Measured[][] {
  const segments: Measured[][] = [];
  points.forEach((point, index) => {
    const before = points[index - 1];
    const joined = before !== undefined && before.median !== null && before.environment === point.environment;
    if (point.median === null) return;
    const { median, dirty } = point;
    const quartiles = point.quartiles ?? ([median, median] as const);
    const measured = { index, median, dirty, quartiles, interval: point.interval ?? [] };
    if (joined) segments.at(-1)!.push(measured);
    else segments.push([measured]);
  });
  return segments;
}

function lastValue(text: string, [x, y]: readonly [number, number]): Shape {
  return words(text, x + 14, y, { size: SIZE.label, fill: LIGHT.candidate, weight: 'bold' });
}

function subtitleOf({ points, direction, changes }: HistoryData): string {
  const [first, last] = [points[0]!.measuredAt.slice(0, 10), points.at(-1)!.measuredAt.slice(0, 10)];
  const days = first === last ? `on ${first}` : `from ${first} to ${last}`;
  const runs = points.length === 1 ? '1 run' : `${points.length} runs`;
  const found =
    changes === undefined ? '' : `; ${changes.length === 1 ? '1 step' : `${changes.length} steps`}`;
  return `Median and middle half of the samples, ${runs} ${days}${found}; ${direction} is better`;
}

function describe({ points, unit }: HistoryData): string {
  return points
    .map((point) => {
      const name = point.commit ?? 'dirty tree';
      return `${name}: ${point.median === null ? 'unavailable' : formatValue(point.median, unit)}`;
    })
    .join('; ');
}

import type { DistributionData } from './graph.ts';
import { LIGHT } from './palette.ts';
import { quantile, type Window } from './quartiles.ts';
import { type At, circle, dotPath, line, type Point, polygon, polyline, rect, type Shape } from './shape.ts';
import { spread } from './spread.ts';

type SideData = DistributionData['sides'][number];

/** The candidate (the last side, or the only one) in colour, the baseline in grey. */
export function sideColour(index: number, sides: number): string {
  return index === sides - 1 ? LIGHT.candidate : LIGHT.baseline;
}

/** One side's samples as a cloud, and beside it their middle half, the median and its interval. */
export function cloud(side: SideData, index: number, sides: number, window: Window, at: At): Shape[] {
  if (side.samples.length === 0) return [];
  const colour = sideColour(index, sides);
  const centre = index + 0.5;
  const offsets = spread(side.samples);
  const points = side.samples.map((value, i): Point => {
    return at(centre - 0.15 + 0.25 * offsets[i]!, clamp(value, window));
  });
  return [
    ...dots(points, side.samples, window, colour, index < sides - 1),
    ...summary(side, centre, colour, window, at),
  ];
}

function summary(side: SideData, centre: number, colour: string, window: Window, at: At): Shape[] {
  const shapes: Shape[] = [];
  const x = (offset: number, value: number): Point => at(centre + offset, clamp(value, window));
  // Quartiles of fewer than four samples would be the samples themselves.
  if (side.samples.length >= 4) {
    const [first, third] = [quantile(side.samples, 0.25), quantile(side.samples, 0.75)];
    const corners = [x(0.2, first), x(0.36, third)] as const;
    shapes.push(rect(...corners, { fill: LIGHT.paper }));
    shapes.push(rect(...corners, { fill: colour, opacity: 0.22 }));
    shapes.push(rect(...corners, { stroke: colour, lineWidth: 1.5 }));
  }
  if (side.interval !== null) {
    shapes.push(line(x(0.28, side.interval[0]), x(0.28, side.interval[1]), { stroke: colour, lineWidth: 9 }));
  }
  shapes.push(line(x(0.18, side.median), x(0.38, side.median), { stroke: LIGHT.ink, lineWidth: 3.5 }));
  return shapes;
}

/** All sides' samples in order of time, each with a running median that shows drift. */
export function orderStrip(sides: readonly SideData[], window: Window, at: At): Shape[] {
  const place = (index: number): ((i: number, value: number) => Point) => {
    // The sides stand a little apart, as they were measured: equal samples do not hide each other.
    const shift = 1 + (index - (sides.length - 1) / 2) * 0.4;
    return (i, value) => at(i + shift, clamp(value, window));
  };
  const marks = sides.flatMap(({ samples }, index) => {
    const colour = sideColour(index, sides.length);
    return dots(
      samples.map((value, i) => place(index)(i, value)),
      samples,
      window,
      colour,
      index < sides.length - 1,
    );
  });
  const many = sides.some(({ samples }) => samples.length > MANY);
  const courses = sides.flatMap(({ samples }, index) => {
    const path = runningMedian(samples).map(([i, value]) => place(index)(i, value));
    if (path.length < 2) return [];
    const course = polyline(path, { stroke: sideColour(index, sides.length), lineWidth: 3 });
    return many ? [polyline(path, { stroke: LIGHT.paper, lineWidth: 6 }), course] : [course];
  });
  // Under few dots, over many: a line must hide no dot and not be hidden by them.
  return many ? [...marks, ...courses] : [...courses, ...marks];
}

/** Fewer would give a running median of two or three windows, which is not a course. */
export const DRIFT_SAMPLES = 15;

/** Running medians (Tukey, 1977) over an odd window of about a quarter of the samples. */
function runningMedian(samples: readonly number[]): [index: number, median: number][] {
  if (samples.length < DRIFT_SAMPLES) return [];
  const half = Math.round(samples.length / 8);
  // A line of some hundred points is as fine as the picture can show.
  const step = Math.max(1, Math.floor(samples.length / 400));
  const path: [number, number][] = [];
  for (let i = half; i < samples.length - half; i += step) {
    path.push([i, quantile(samples.slice(i - half, i + half + 1), 0.5)]);
  }
  return path;
}

/** Hollow for the baseline, so that the sides differ without colour; a triangle for a sample off the scale. */
function dots(
  points: readonly Point[],
  samples: readonly number[],
  window: Window,
  colour: string,
  hollow: boolean,
): Shape[] {
  const inside = points.filter((_, i) => samples[i]! >= window.low && samples[i]! <= window.high);
  const beyond = points.flatMap((point, i) =>
    samples[i]! > window.high
      ? [arrow(point, -1, colour)]
      : samples[i]! < window.low
        ? [arrow(point, 1, colour)]
        : [],
  );
  return [...(inside.length > MANY ? manyDots(inside, colour) : fewDots(inside, colour, hollow)), ...beyond];
}

/** Above this, one element a dot makes files of megabytes and dots too small to be hollow. */
const MANY = 240;

function fewDots(points: readonly Point[], colour: string, hollow: boolean): Shape[] {
  const radius = points.length <= 12 ? 6.5 : points.length <= 60 ? 5 : 3.75;
  return points.map((point) =>
    hollow
      ? circle(point, radius - 0.75, { fill: LIGHT.paper, stroke: colour, lineWidth: 2, opacity: 0.9 })
      : circle(point, radius, { fill: colour, stroke: LIGHT.paper, lineWidth: 1, opacity: 0.85 }),
  );
}

function manyDots(points: readonly Point[], colour: string): Shape[] {
  const diameter = points.length <= 1000 ? 5.5 : points.length <= 5000 ? 4 : 3;
  return [dotPath(points, diameter, { stroke: colour, opacity: 0.55 })];
}

function arrow([x, y]: Point, direction: 1 | -1, colour: string): Shape {
  // Beyond the last dot that is drawn to scale.
  const tip = y + direction * 22;
  const foot = y + direction * 9;
  const corners: Point[] = [
    [x, tip],
    [x - 7, foot],
    [x + 7, foot],
  ];
  return polygon(corners, { fill: colour, stroke: LIGHT.paper, lineWidth: 1 });
}

function clamp(value: number, { low, high }: Window): number {
  return Math.min(high, Math.max(low, value));
}

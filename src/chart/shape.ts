import type { EChartsOption } from 'echarts';
import type { Weight } from './text.ts';

/** A drawn element, in the form that the `graphic` component and a custom series of ECharts share. */
export interface Shape {
  readonly type: string;
  readonly [property: string]: unknown;
}

export interface Paint {
  readonly fill?: string;
  readonly stroke?: string;
  /** Pixels. */
  readonly lineWidth?: number;
  readonly lineDash?: readonly number[];
  readonly lineCap?: 'butt' | 'round' | 'square';
  readonly lineJoin?: 'round';
  readonly opacity?: number;
}

export interface Lettering {
  /** Pixels. */
  readonly size: number;
  readonly fill: string;
  readonly weight?: Weight;
  readonly align?: 'left' | 'center' | 'right';
  /** Counter-clockwise, in radians. */
  readonly rotation?: number;
}

export type Point = readonly [x: number, y: number];

/** `y` is the middle of the line. */
export function words(text: string, x: number, y: number, lettering: Lettering): Shape {
  const { size, fill, weight = 'normal', align = 'left', rotation = 0 } = lettering;
  return {
    type: 'text',
    x,
    y,
    rotation,
    silent: true,
    style: { text, fill, fontSize: size, fontWeight: weight, align, verticalAlign: 'middle' },
  };
}

export function line(from: Point, to: Point, paint: Paint): Shape {
  return element('line', { x1: from[0], y1: from[1], x2: to[0], y2: to[1] }, paint);
}

export function rect(from: Point, to: Point, paint: Paint): Shape {
  const [x, y] = [Math.min(from[0], to[0]), Math.min(from[1], to[1])];
  return element(
    'rect',
    { x, y, width: Math.abs(to[0] - from[0]), height: Math.abs(to[1] - from[1]) },
    paint,
  );
}

export function circle(centre: Point, r: number, paint: Paint): Shape {
  return element('circle', { cx: centre[0], cy: centre[1], r }, paint);
}

export function polygon(points: readonly Point[], paint: Paint): Shape {
  return element('polygon', { points }, paint);
}

export function polyline(points: readonly Point[], paint: Paint): Shape {
  return element('polyline', { points }, { fill: 'none', lineJoin: 'round', ...paint });
}

/** Dots as one path of points with round caps; those that fall on the same pixel or half pixel are drawn once. */
export function dotPath(points: readonly Point[], diameter: number, paint: Paint): Shape {
  const cell = diameter > 3 ? 0.5 : 1;
  const snap = (pixels: number): number => Math.round(pixels / cell) * cell;
  const places = new Set(points.map(([x, y]) => `M${snap(x)} ${snap(y)}h.01`));
  return element(
    'path',
    { pathData: [...places].join('') },
    { ...paint, lineWidth: diameter, lineCap: 'round' },
  );
}

function element(type: string, shape: object, style: Paint): Shape {
  return { type, shape, style: { fill: 'none', ...style }, silent: true };
}

/** From the axes' values to pixels. */
export type At = (x: number, y: number) => Point;

/** A series that draws freely in the coordinates of one panel (the n-th grid). */
export function layer(panel: number, draw: (at: At) => Shape[]): NonNullable<EChartsOption['series']> {
  return {
    type: 'custom',
    xAxisIndex: panel,
    yAxisIndex: panel,
    silent: true,
    animation: false,
    data: [[0, 0]],
    renderItem: (_params: unknown, api: { coord(value: number[]): number[] }) => ({
      type: 'group',
      children: draw((x, y) => {
        const [px, py] = api.coord([x, y]);
        return [px!, py!];
      }),
    }),
  } as unknown as NonNullable<EChartsOption['series']>;
}

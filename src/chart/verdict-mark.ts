import type { Verdict } from '../core/verdict.ts';
import { LIGHT } from './palette.ts';
import { circle, type Point, polygon, type Shape } from './shape.ts';

/**
 * A verdict's mark: a shape of its own as well as a colour. A regression points up (more of what is bad), an
 * improvement down, unchanged is a full dot, inconclusive a hollow one.
 */
export function verdictMark(verdict: Verdict, [x, y]: Point, radius: number): Shape {
  const colour = LIGHT[verdict];
  const paint = { fill: colour, stroke: LIGHT.paper, lineWidth: 1.5 };
  switch (verdict) {
    case 'regression':
      return polygon(triangle(x, y, radius * 1.35, -1), paint);
    case 'improvement':
      return polygon(triangle(x, y, radius * 1.35, 1), paint);
    case 'unchanged':
      return circle([x, y], radius, paint);
    case 'inconclusive':
      return circle([x, y], radius - 1, {
        fill: LIGHT.paper,
        stroke: colour,
        lineWidth: Math.max(2, Math.round(radius / 3)),
      });
  }
}

/** Equilateral, its centroid at the point. */
function triangle(x: number, y: number, radius: number, direction: 1 | -1): Point[] {
  const half = (radius * Math.sqrt(3)) / 2;
  return [
    [x, y + direction * radius],
    [x - half, y - (direction * radius) / 2],
    [x + half, y - (direction * radius) / 2],
  ];
}

import { frame, HEIGHT, type Heading, MARGIN, WIDTH } from './frame.ts';
import type { GraphStamp } from './graph.ts';
import { LIGHT } from './palette.ts';
import { optionOf, type Picture } from './picture.ts';
import { words } from './shape.ts';
import { type Measure, wrap } from './text.ts';

/** A picture that says why there is nothing to draw: what was not measured is never a number. */
export function notice(heading: Heading, reason: string, stamp: GraphStamp, measure: Measure): Picture {
  const size = 26;
  const lines = wrap(`unavailable: ${reason}`, WIDTH - 6 * MARGIN, 4, (text) => measure(text, size));
  const first = HEIGHT / 2 - ((lines.length - 1) * 38) / 2;
  const shapes = [
    ...frame(heading, stamp, HEIGHT, measure),
    ...lines.map((text, i) =>
      words(text, WIDTH / 2, first + i * 38, { size, fill: LIGHT.muted, align: 'center' }),
    ),
  ];
  const option = optionOf({ panels: [], series: [], shapes, width: WIDTH, height: HEIGHT });
  return { option, height: HEIGHT, title: heading.title, description: `unavailable: ${reason}` };
}

import type { GraphStamp } from './graph.ts';
import { LIGHT } from './palette.ts';
import { line, type Shape, words } from './shape.ts';
import { environmentText, figureText, measuredText, sampleText } from './stamp.ts';
import { fit, type Measure, type Weight, wrap } from './text.ts';

/** Width of every picture in pixels. */
export const WIDTH = 1200;
/** Height of a picture in a file, in pixels. */
export const HEIGHT = 900;
export const MARGIN = 48;
/** The lowest pixel above the bottom edge that marks and labels of the chart may use. */
export const FOOTER = 76;
/** Where the chart's own part begins. */
export const HEADER = 132;

/** Text sizes in pixels. At 300 DPI a pixel is a quarter point; in a README 1200 pixels shrink to about 900. */
export const SIZE = { title: 34, subtitle: 20, label: 20, small: 18, tiny: 16 } as const;

export interface Heading {
  /** The subject of the picture. */
  readonly title: string;
  /** How to read it. */
  readonly subtitle: string;
}

/** Title, subtitle and the footer that says when, of what and where it was measured. */
export function frame(heading: Heading, stamp: GraphStamp, height: number, measure: Measure): Shape[] {
  return [...header(heading, measure), ...footer(stamp, height, measure)];
}

function header({ title, subtitle }: Heading, measure: Measure): Shape[] {
  const room = WIDTH - 2 * MARGIN;
  const sizes = [SIZE.title, 30, 26];
  const size = sizes.find((candidate) => measure(title, candidate, 'bold') <= room) ?? 24;
  const shown = fit(title, room, (text) => measure(text, size, 'bold'));
  const lines = wrap(subtitle, room, 1, (text) => measure(text, SIZE.subtitle));
  return [
    words(shown, MARGIN, 50, { size, fill: LIGHT.ink, weight: 'bold' }),
    ...lines.map((text) => words(text, MARGIN, 92, { size: SIZE.subtitle, fill: LIGHT.muted })),
  ];
}

function footer(stamp: GraphStamp, height: number, measure: Measure): Shape[] {
  const y = height - 28;
  const size = SIZE.small;
  const shapes: Shape[] = [
    line([MARGIN, height - 56], [WIDTH - MARGIN, height - 56], { stroke: LIGHT.grid, lineWidth: 1.5 }),
  ];
  const figure = fit(figureText(stamp), 330, (text) => measure(text, SIZE.tiny));
  const end = WIDTH - MARGIN - measure(figure, SIZE.tiny) - GAP;
  shapes.push(words(figure, WIDTH - MARGIN, y, { size: SIZE.tiny, fill: LIGHT.muted, align: 'right' }));
  let x = MARGIN;
  const samples = sampleText(stamp);
  const kept = measure(samples, size) + GAP;
  const write = (text: string, fill: string, weight: Weight, room: number): void => {
    const shown = fit(text, room, (part) => measure(part, size, weight));
    shapes.push(words(shown, x, y, { size, fill, weight }));
    x += measure(shown, size, weight) + GAP;
  };
  write(measuredText(stamp), LIGHT.ink, 'bold', end - x);
  if (stamp.dirty) write('dirty', LIGHT.regression, 'bold', end - x);
  write(environmentText(stamp), LIGHT.muted, 'normal', end - x - kept);
  write(samples, LIGHT.muted, 'normal', end - x);
  return shapes;
}

/** Pixels between the parts of the footer. */
const GAP = 22;

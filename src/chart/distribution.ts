import { formatValue } from '../core/unit.ts';
import { captions, intervalText, missingSide, offScale, orderExtent, orderLabels } from './captions.ts';
import { cloud, DRIFT_SAMPLES, orderStrip } from './dots.ts';
import { FOOTER, frame, HEADER, HEIGHT, MARGIN, SIZE, WIDTH } from './frame.ts';
import type { DistributionData, GraphStamp } from './graph.ts';
import { notice } from './notice.ts';
import { LIGHT } from './palette.ts';
import { bareAxis, optionOf, type Panel, type Picture, tickAxis } from './picture.ts';
import { drawnWindow, type Window } from './quartiles.ts';
import { layer, type Shape, words } from './shape.ts';
import { capital, titleOf } from './subject.ts';
import type { Measure } from './text.ts';
import { type ValueAxis, valueAxis } from './ticks.ts';

/** Pixels of text under the left panel: label, median, interval, count. */
const CAPTION = 124;

/**
 * Two panels over one axis of values: on the left each side's samples with their middle half, median and the
 * median's interval; on the right the same samples in order of time, where drift shows.
 */
export function distribution(data: DistributionData, stamp: GraphStamp, measure: Measure): Picture {
  const title = titleOf(data);
  const better = `${capital(data.direction)} is better`;
  if (data.sides.every((side) => side.samples.length === 0)) {
    return notice({ title, subtitle: better }, data.unavailable ?? 'no samples', stamp, measure);
  }
  const window = drawnWindow(data.sides.map((side) => side.samples));
  const axis = axisOf(data, window);
  const [summary, order] = panelsOf(data, window, axis, measure);
  const longest = Math.max(...data.sides.map((side) => side.samples.length));
  const style = { size: SIZE.small, text: LIGHT.muted, grid: LIGHT.grid };
  const sides = data.sides.length;
  const heading = {
    title,
    subtitle: `Dots: samples. Box: middle half. Line: median. Bar: its interval. ${better}.`,
  };
  const option = optionOf({
    width: WIDTH,
    height: HEIGHT,
    panels: [
      { panel: summary, x: bareAxis(0, sides), y: tickAxis(axis, { ...style, labels: true }) },
      { panel: order, x: bareAxis(...orderExtent(longest)), y: tickAxis(axis, { ...style, labels: false }) },
    ],
    series: [
      layer(0, (at) => data.sides.flatMap((side, i) => cloud(side, i, sides, window, at))),
      layer(1, (at) => orderStrip(data.sides, window, at)),
    ],
    shapes: [
      ...frame(heading, stamp, HEIGHT, measure),
      ...panelTitles(summary, order, longest >= DRIFT_SAMPLES),
      ...captions(data, summary, HEIGHT - FOOTER - CAPTION + 30, measure),
      ...offScale(data, summary, window, measure),
      ...orderLabels(order, longest),
      ...missingSide(data, order, measure),
    ],
  });
  return { option, height: HEIGHT, title, description: describe(data) };
}

function axisOf(data: DistributionData, window: Window): ValueAxis {
  const drawn = data.sides.flatMap((side) => [...side.samples, ...(side.interval ?? [])]);
  return valueAxis(
    drawn.filter((value) => value >= window.low && value <= window.high),
    data.unit,
    8,
  );
}

function panelsOf(data: DistributionData, window: Window, axis: ValueAxis, measure: Measure): [Panel, Panel] {
  const samples = data.sides.flatMap((side) => side.samples);
  const labelWidth = Math.max(...axis.ticks.map((tick) => measure(axis.label(tick), SIZE.small)));
  const left = Math.ceil(MARGIN + labelWidth + 14);
  const split = left + (WIDTH - MARGIN - left) * (data.sides.length === 1 ? 0.36 : 0.5);
  // Room for the counts of samples off the scale.
  const top = HEADER + (samples.some((value) => value > window.high) ? 56 : 32);
  const bottom = HEIGHT - FOOTER - CAPTION - (samples.some((value) => value < window.low) ? 18 : 0);
  return [
    { top, bottom, left, right: split - 16 },
    { top, bottom, left: split + 16, right: WIDTH - MARGIN - 12 },
  ];
}

function panelTitles(summary: Panel, order: Panel, withMedian: boolean): Shape[] {
  const title = (text: string, panel: Panel): Shape =>
    words(text, panel.left, HEADER + 8, { size: SIZE.small, fill: LIGHT.ink, weight: 'bold' });
  return [
    title('Distribution', summary),
    title(`In order of time${withMedian ? ', with running median' : ''}`, order),
  ];
}

function describe(data: DistributionData): string {
  return data.sides
    .map((side) => {
      if (side.samples.length === 0) return `${side.label}: unavailable: ${data.unavailable ?? 'no samples'}`;
      const median = formatValue(side.median, data.unit);
      return `${side.label}: median ${median}, ${intervalText(side, data.unit)}, ${side.samples.length} samples`;
    })
    .join('; ');
}

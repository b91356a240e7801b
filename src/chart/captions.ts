import { formatValue } from '../core/unit.ts';
import { sideColour } from './dots.ts';
import { SIZE } from './frame.ts';
import type { DistributionData } from './graph.ts';
import { LIGHT } from './palette.ts';
import type { Panel } from './picture.ts';
import type { Window } from './quartiles.ts';
import { line, type Shape, words } from './shape.ts';
import { fit, type Measure, wrap } from './text.ts';
import { niceStep } from './ticks.ts';

type SideData = DistributionData['sides'][number];

/** Under each cloud: whose it is, the median, its interval and the number of samples. */
export function captions(data: DistributionData, panel: Panel, y: number, measure: Measure): Shape[] {
  const slot = (panel.right - panel.left) / data.sides.length;
  return data.sides.flatMap((side, i) => {
    const x = panel.left + (i + 0.5) * slot;
    const label = fit(side.label, slot - 16, (text) => measure(text, SIZE.label, 'bold'));
    const fill = sideColour(i, data.sides.length);
    return [
      words(label, x, y, { size: SIZE.label, fill, weight: 'bold', align: 'center' }),
      ...summaryLines(side, data.unit).map((text, row) => {
        // Figures are never shortened, only set smaller.
        const sizes = row === 0 ? [SIZE.label, SIZE.small, SIZE.tiny] : [SIZE.tiny, 14];
        const size = sizes.find((candidate) => measure(text, candidate) <= slot - 12) ?? 13;
        const place = y + 28 + row * 25;
        return words(text, x, place, { size, fill: row === 0 ? LIGHT.ink : LIGHT.muted, align: 'center' });
      }),
    ];
  });
}

function summaryLines(side: SideData, unit: string): string[] {
  if (side.samples.length === 0) return ['unavailable'];
  return [
    `median ${formatValue(side.median, unit)}`,
    intervalText(side, unit),
    side.samples.length === 1 ? '1 sample' : `${side.samples.length.toLocaleString('en-US')} samples`,
  ];
}

export function intervalText(side: SideData, unit: string): string {
  if (side.interval === null) return 'too few samples for an interval';
  const [low, high] = side.interval.map((end) => formatValue(end, unit)) as [string, string];
  if (low === high) return `interval ${low} exactly`;
  // The symbol is said once where both ends have the same.
  const symbol = / \S+$/.exec(high)?.[0] ?? '';
  return `interval ${low.endsWith(symbol) ? low.slice(0, low.length - symbol.length) : low} to ${high}`;
}

/** Above and below each cloud: how many samples lie off the scale, and how far. */
export function offScale(data: DistributionData, panel: Panel, window: Window, measure: Measure): Shape[] {
  const slot = (panel.right - panel.left) / data.sides.length;
  return data.sides.flatMap((side, i) => {
    const above = side.samples.filter((value) => value > window.high);
    const below = side.samples.filter((value) => value < window.low);
    const note = (text: string, y: number): Shape => {
      const shown = fit(text, slot - 4, (part) => measure(part, SIZE.tiny));
      const x = panel.left + (i + 0.5) * slot;
      return words(shown, x, y, { size: SIZE.tiny, fill: sideColour(i, data.sides.length), align: 'center' });
    };
    const farthest = (values: number[], of: (a: number, b: number) => number): string =>
      formatValue(values.reduce(of), data.unit);
    return [
      ...(above.length === 0
        ? []
        : [
            note(
              `${above.length} higher, up to ${farthest(above, (a, b) => Math.max(a, b))}`,
              panel.top - 14,
            ),
          ]),
      ...(below.length === 0
        ? []
        : [
            note(
              `${below.length} lower, down to ${farthest(below, (a, b) => Math.min(a, b))}`,
              panel.bottom + 16,
            ),
          ]),
    ];
  });
}

/** The first and last position of the panel in order of time. */
export function orderExtent(longest: number): [number, number] {
  const margin = Math.max(0.75, longest * 0.02);
  return [1 - margin, longest + margin];
}

/** Positions under the panel in order of time. */
export function orderLabels(panel: Panel, longest: number): Shape[] {
  const [low, high] = orderExtent(longest);
  const step = Math.max(1, niceStep(longest / 6));
  const ticks = [1, ...Array.from({ length: Math.floor(longest / step) }, (_, i) => (i + 1) * step)];
  const shown = ticks.filter((tick, i) => i === 0 || (tick > 1 && (tick - 1 > step / 2 || longest < 3)));
  const x = (tick: number): number => panel.left + ((tick - low) / (high - low)) * (panel.right - panel.left);
  return [
    ...shown.flatMap((tick) => [
      line([x(tick), panel.bottom], [x(tick), panel.bottom + 7], { stroke: LIGHT.axis, lineWidth: 1.5 }),
      words(tick.toLocaleString('en-US'), x(tick), panel.bottom + 24, {
        size: SIZE.small,
        fill: LIGHT.muted,
        align: 'center',
      }),
    ]),
    words('sample, in order of time', (panel.left + panel.right) / 2, panel.bottom + 54, {
      size: SIZE.small,
      fill: LIGHT.muted,
      align: 'center',
    }),
  ];
}

/** Why a side is missing, under the panel in order of time. */
export function missingSide(data: DistributionData, panel: Panel, measure: Measure): Shape[] {
  if (data.unavailable === null) return [];
  const width = panel.right - panel.left;
  const lines = wrap(`unavailable: ${data.unavailable}`, width, 2, (text) => measure(text, SIZE.tiny));
  return lines.map((text, i) =>
    words(text, panel.left, panel.bottom + 86 + i * 22, { size: SIZE.tiny, fill: LIGHT.inconclusive }),
  );
}

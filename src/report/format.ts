import { formatChange, formatValue, significant } from '../core/unit.ts';
import type { Figure } from './figure.ts';
import type { Statistic } from './statistic.ts';

const OPEN_END: Partial<Record<Statistic, string>> = {
  'ratio-low': '−∞',
  'ratio-high': '∞',
  'adjusted-ratio-low': '−∞',
  'adjusted-ratio-high': '∞',
};

/** A figure as a person reads it. The one place where a report turns numbers into text. */
export function figureText(figure: Figure): string {
  const { value, unit, statistic } = figure;
  if (value === null) return OPEN_END[statistic] ?? 'n/a';
  switch (statistic) {
    case 'ratio':
    case 'ratio-low':
    case 'ratio-high':
    case 'adjusted-ratio':
    case 'adjusted-ratio-low':
    case 'adjusted-ratio-high':
      return ratioText(value);
    case 'minimum-detectable':
    case 'measuring-share':
      return percentText(value);
    default:
      return formatValue(value, unit);
  }
}

/** `1.204`: three decimals show a tenth of a percent, a twentieth of the default tolerance. */
export function ratioText(ratio: number): string {
  return ratio >= 0.1 && ratio < 10 ? ratio.toFixed(3) : significant(ratio);
}

/** `2.1 %` of a share of 0.021. */
export function percentText(share: number): string {
  const percent = share * 100;
  return `${Number(percent >= 10 ? percent.toFixed(1) : percent.toPrecision(2))} %`;
}

/** `+20.4 % [+18.1 %, +22.9 %]`, as text for a sentence. */
export function changeText(ratio: number | null, interval: readonly [number | null, number | null]): string {
  const [low, high] = interval;
  return `${formatChange(ratio)} [${low === null ? '−∞' : formatChange(low)}, ${high === null ? '∞' : formatChange(high)}]`;
}

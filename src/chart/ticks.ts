import { formatValue } from '../core/unit.ts';

/** A linear axis of values of one unit. */
export interface ValueAxis {
  readonly min: number;
  readonly max: number;
  readonly ticks: readonly number[];
  label(tick: number): string;
}

/** An axis over all `values` with a margin on both sides; no tick lies below zero where no value does. */
export function valueAxis(values: readonly number[], unit: string, most: number): ValueAxis {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  if (low > high) [low, high] = [0, 1];
  const size = Math.max(Math.abs(low), Math.abs(high));
  const margin = high - low > size * FLAT_SPAN ? (high - low) * MARGIN : size * FLAT_MARGIN || 1;
  const max = high + margin;
  const min = low >= 0 ? Math.max(-MARGIN * (max - low), low - margin) : low - margin;
  const whole = unit === '1' && values.every(Number.isInteger);
  return { min, max, ...ticksOf(min, max, unit, most, whole) };
}

/** Room above and below, as a share of the span, so that a dot at the edge keeps clear of the frame. */
const MARGIN = 0.05;
/** A span below this share of the values is none: its ticks would differ by rounding errors only. */
const FLAT_SPAN = 1e-9;
/** Where all values are equal: a tenth each way shows the value's size without inventing a spread. */
const FLAT_MARGIN = 0.1;

/** Multiples of 1, 2 or 5 × 10ⁿ of the unit that people read (ms, MiB), at most `most` of them. */
function ticksOf(
  min: number,
  max: number,
  unit: string,
  most: number,
  whole: boolean,
): Pick<ValueAxis, 'ticks' | 'label'> {
  const { factor, symbol } = scaleOf(Math.max(Math.abs(min), Math.abs(max)), unit);
  const step = Math.max(whole ? 1 / factor : 0, niceStep((max - min) / factor / most));
  const first = Math.ceil(min / factor / step - 1e-9);
  const last = Math.floor(max / factor / step + 1e-9);
  const ticks = Array.from({ length: last - first + 1 }, (_, i) => (first + i) * step * factor);
  const decimals = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  const label = (tick: number): string => {
    const number = (tick / factor).toLocaleString('en-US', {
      minimumFractionDigits: decimals,
      maximumFractionDigits: decimals,
    });
    return symbol === '' ? number : `${number} ${symbol}`;
  };
  return { ticks, label };
}

/** The smallest of 1, 2, 5 × 10ⁿ that is at least `rough`. */
export function niceStep(rough: number): number {
  const power = 10 ** Math.floor(Math.log10(rough));
  const fraction = rough / power;
  const nice = [1, 2, 5, 10].find((candidate) => fraction <= candidate * (1 + 1e-9)) ?? 10;
  // Division by a positive power keeps 0.1 and its like exact.
  return power < 1 ? nice / Math.round(1 / power) : nice * power;
}

/** The multiple of the unit that `formatValue` would choose for a value of this size, and its symbol. */
function scaleOf(size: number, unit: string): { factor: number; symbol: string } {
  if (unit === '1') {
    // Ticks such as 12,000,000,000 hide the difference between them.
    if (size >= 1e10) return { factor: 1e9, symbol: '× 10⁹' };
    return size >= 1e7 ? { factor: 1e6, symbol: '× 10⁶' } : { factor: 1, symbol: '' };
  }
  const factor = factorOf(size, unit);
  return { factor, symbol: formatValue(factor, unit).replace(/^\S+ /, '') };
}

function factorOf(size: number, unit: string): number {
  if (unit === 's') return [3600, 60, 1, 1e-3, 1e-6].find((factor) => size >= factor) ?? 1e-9;
  if (unit === 'By' || unit === 'By/s') {
    return [1024 ** 4, 1024 ** 3, 1024 ** 2, 1024].find((factor) => size >= factor) ?? 1;
  }
  return 1;
}

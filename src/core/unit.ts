/** A number for people, with a prefix that keeps three to four digits before the eye: `12.3 ms`, `4.1 MiB`. */
export function formatValue(value: number | null, unit: string): string {
  if (value === null) return 'n/a';
  if (!Number.isFinite(value)) return String(value);
  switch (unit) {
    case 's':
      return scaled(value, TIME);
    case 'By':
      return scaled(value, BYTES);
    case 'By/s':
      return `${scaled(value, BYTES)}/s`;
    case '1':
      return count(value);
    default:
      return `${significant(value)} ${unit}`;
  }
}

/** `+4.2 %`, `−0.3 %`, `±0.0 %` of a ratio of candidate to baseline. */
export function formatChange(ratio: number | null): string {
  if (ratio === null) return 'n/a';
  const percent = (ratio - 1) * 100;
  const text = Math.abs(percent).toFixed(Math.abs(percent) >= 99.95 ? 0 : 1);
  const sign = Number(text) === 0 ? '±' : percent > 0 ? '+' : '−';
  return `${sign}${text} %`;
}

type Scale = readonly (readonly [factor: number, symbol: string])[];

const TIME: Scale = [
  [3600, 'h'],
  [60, 'min'],
  [1, 's'],
  [1e-3, 'ms'],
  [1e-6, 'µs'],
  [1e-9, 'ns'],
];

const BYTES: Scale = [
  [1024 ** 4, 'TiB'],
  [1024 ** 3, 'GiB'],
  [1024 ** 2, 'MiB'],
  [1024, 'KiB'],
  [1, 'B'],
];

function scaled(value: number, scale: Scale): string {
  // Rounded as it will be shown, so that 999.99 ms is already 1.000 s.
  const magnitude = rounded(value);
  const last = scale[scale.length - 1]!;
  const [factor, symbol] =
    magnitude === 0 ? (scale.find(([f]) => f === 1) ?? last) : (scale.find(([f]) => magnitude >= f) ?? last);
  return `${significant(value / factor)} ${symbol}`;
}

function count(value: number): string {
  return Number.isInteger(value) ? value.toLocaleString('en-US') : significant(value);
}

/** Significant digits shown: measurements are seldom known better. */
const DIGITS = 4;

/** Four significant digits without an exponent where that is readable. */
export function significant(value: number): string {
  if (value === 0) return '0';
  const magnitude = rounded(value);
  if (magnitude >= 1e7 || magnitude < 1e-4) return value.toExponential(3);
  const decimals = Math.max(0, DIGITS - 1 - Math.floor(Math.log10(magnitude)));
  return value.toFixed(decimals);
}

/** The magnitude as it will be shown. */
function rounded(value: number): number {
  return Number(Math.abs(value).toPrecision(DIGITS));
}

/** Node's timers overflow at 2^31 ms, which is 24.8 days: no duration may be longer than whole days below. */
const LONGEST_S = 24 * 86_400;

const SECONDS: Readonly<Record<string, number>> = { ms: 1e-3, s: 1, m: 60, min: 60, h: 3600 };

/** How a duration is written, for messages. */
export const DURATION_FORM = 'a duration with its unit, such as 500ms, 30s, 5min or 1h';

/** How a share is written, for messages. */
export const SHARE_FORM = 'a share such as 2% or 0.02';

/** Seconds of `500ms`, `30s`, `1.5min`, `1h`, in (0, 24 days]; `undefined` for anything else. */
export function durationS(text: string): number | undefined {
  const [, digits, unit] = /^(\d{1,12}(?:\.\d{1,9})?) ?(ms|s|m|min|h)$/.exec(text.trim()) ?? [];
  if (digits === undefined || unit === undefined) return undefined;
  const seconds = Number(digits) * SECONDS[unit]!;
  return seconds > 0 && seconds <= LONGEST_S ? seconds : undefined;
}

/** `2%`, `2 %` or `0.02` as a fraction, strictly between 0 and 1; `undefined` for anything else. */
export function share(value: string | number): number | undefined {
  const fraction = typeof value === 'number' ? value : fractionOf(value.trim());
  return fraction !== undefined && fraction > 0 && fraction < 1 ? fraction : undefined;
}

function fractionOf(text: string): number | undefined {
  const [, digits, percent] = /^(\d{0,12}\.?\d{1,15})( ?%)?$/.exec(text) ?? [];
  if (digits === undefined) return undefined;
  // Dividing the decimal rounds once, so that 2% is exactly the number 0.02.
  return percent === undefined ? Number(digits) : Number(digits) / 100;
}

const SIZE_UNITS: Readonly<Record<string, number>> = {
  B: 1,
  kB: 1e3,
  KB: 1e3,
  MB: 1e6,
  GB: 1e9,
  TB: 1e12,
  KiB: 1024,
  MiB: 1024 ** 2,
  GiB: 1024 ** 3,
  TiB: 1024 ** 4,
};

/** How a size is written, for messages. */
export const SIZE_FORM = 'a size with its unit, such as 256MiB or 1GB';

/** Whole bytes of `256MiB`, `1.5 GiB`, `1GB`, in [1, 2^53); `undefined` for anything else. */
export function sizeBytes(text: string): number | undefined {
  const [, digits, unit] = /^(\d{1,15}(?:\.\d{1,9})?) ?([kKMGT]i?B|B)$/.exec(text.trim()) ?? [];
  const factor = unit === undefined ? undefined : SIZE_UNITS[unit];
  if (digits === undefined || factor === undefined) return undefined;
  const bytes = Math.round(Number(digits) * factor);
  return bytes >= 1 && Number.isSafeInteger(bytes) ? bytes : undefined;
}

/** The same size in its largest unit that leaves a whole number: `256MiB`, `1GB`, `1000001B`. */
export function sizeText(bytes: number): string {
  const whole = Object.entries(SIZE_UNITS).filter(([, factor]) => bytes % factor === 0);
  const [unit] = whole.reduce((best, each) => (each[1] > best[1] ? each : best));
  return `${bytes / SIZE_UNITS[unit]!}${unit}`;
}

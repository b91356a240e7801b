/** What one second is in each unit that tools write. Dividing by a whole number rounds once. */
const PER_SECOND: Readonly<Record<string, number>> = {
  s: 1,
  sec: 1,
  second: 1,
  seconds: 1,
  secs: 1,
  ms: 1e3,
  us: 1e6,
  µs: 1e6, // U+00B5, the micro sign
  μs: 1e6, // U+03BC, the Greek letter
  ns: 1e9,
  ps: 1e12,
};

/** Seconds, or `undefined` where the unit is no time that tools write. */
export function seconds(value: number, unit: string): number | undefined {
  if (Object.hasOwn(PER_SECOND, unit)) return value / PER_SECOND[unit]!;
  if (unit === 'm' || unit === 'min') return value * 60;
  if (unit === 'h') return value * 3600;
  return undefined;
}

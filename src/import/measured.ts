/** A unit of Assay's, from one as tools and people write it. */
export interface ReadUnit {
  /** UCUM; a unit unknown to us is an annotation, `{frames}`, as UCUM has it (section 6). */
  readonly unit: string;
  readonly kind: 'time' | 'size' | 'count' | 'rate' | 'transfer' | 'share' | 'other';
  /** The value in `unit` is the value written, times this, over that. */
  readonly times: number;
  readonly over: number;
}

/** A value in Assay's units. */
export interface Measured extends Pick<ReadUnit, 'unit' | 'kind'> {
  readonly value: number;
}

/** `2` in `ms/iter` is 0.002 s. */
export function measured(value: number, written: string): Measured {
  const { unit, kind, times, over } = readUnit(written);
  return { value: (value * times) / over, unit, kind };
}

/**
 * `us`, `ns/iter`, `MB/s`, `ops/ms`: per what is left out for times, sizes and counts, since the benchmark says
 * it. `K` to `T` before bytes are powers of 1000, `Ki` to `Ti` of 1024 (IEC 80000-13).
 */
export function readUnit(written: string): ReadUnit {
  const text = written.trim().slice(0, MAX_UNIT);
  const [amount = '', per = ''] = text.split(/\s*\/\s*|\s+per\s+/);
  const time = own(PER_SECOND, amount.toLowerCase());
  const perSecond = own(PER_SECOND, per.toLowerCase());
  if (time !== undefined && perSecond === undefined) return { unit: 's', kind: 'time', times: 1, over: time };
  const bytes = bytesIn(amount);
  if (bytes !== undefined) {
    if (perSecond === undefined) return { unit: 'By', kind: 'size', times: bytes, over: 1 };
    return { unit: 'By/s', kind: 'transfer', times: bytes * perSecond, over: 1 };
  }
  if (perSecond !== undefined) {
    const factor = EVENTS.test(amount.slice(1)) ? (own(THOUSANDS, amount.charAt(0)) ?? 1) : 1;
    return { unit: '1/s', kind: 'rate', times: factor * perSecond, over: 1 };
  }
  const plain = { times: 1, over: 1 };
  if (SHARE.test(text)) return { unit: '%', kind: 'share', ...plain };
  if (text === '' || COUNTED.test(amount)) return { unit: '1', kind: 'count', ...plain };
  return { unit: `{${text.replace(/[{}]/g, '')}}`, kind: 'other', ...plain };
}

/** Units are some characters long; on a million spaces the patterns would not end. */
const MAX_UNIT = 200;

/** What one second is in each. Dividing by a whole number rounds once. */
const PER_SECOND: Readonly<Record<string, number>> = {
  ...{ s: 1, sec: 1, secs: 1, second: 1, seconds: 1 },
  ...{ ms: 1e3, msec: 1e3, msecs: 1e3, millis: 1e3, millisecond: 1e3, milliseconds: 1e3 },
  // U+00B5 is the micro sign, U+03BC the Greek letter.
  ...{ us: 1e6, µs: 1e6, μs: 1e6, usec: 1e6, usecs: 1e6, micros: 1e6, microsecond: 1e6, microseconds: 1e6 },
  ...{ ns: 1e9, nsec: 1e9, nsecs: 1e9, nanos: 1e9, nanosecond: 1e9, nanoseconds: 1e9 },
  ...{ ps: 1e12, psec: 1e12, min: 1 / 60, minutes: 1 / 60, h: 1 / 3600 },
};

const SHARE = /^(?:%|percent|percentage)$/i;
const COUNTED = /^(?:1|counts?|allocs?|allocations?|ops?|operations?|instructions?|cycles?)$/i;
const EVENTS = /^\s*(?:ops?|operations?|req|requests?|iter|iterations?|events?|tx|transactions?)$/i;
const THOUSANDS: Readonly<Record<string, number>> = { k: 1e3, K: 1e3, M: 1e6, G: 1e9 };

function bytesIn(amount: string): number | undefined {
  const match = BYTES.exec(amount) ?? DECIMAL_WORDS.exec(amount) ?? BINARY_WORDS.exec(amount);
  if (!match) return undefined;
  const [, prefix = '', binary = ''] = match;
  const power = prefix === '' ? 0 : 'kmgt'.indexOf(prefix.toLowerCase().charAt(0)) + 1;
  return (binary === '' ? 1000 : 1024) ** power;
}

const BYTES = /^(?:([kKMGT])(i?))?(?:By?|[Bb]ytes?)$/;
const DECIMAL_WORDS = /^(kilo|mega|giga|tera)()bytes?$/i;
const BINARY_WORDS = /^(ki|me|gi|te)(bi)bytes?$/i;

function own(record: Readonly<Record<string, number>>, key: string): number | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

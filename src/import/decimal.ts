/** With so many digits a whole number is below 2^53. */
const EXACT_DIGITS = 15;

const POWERS = Array.from({ length: EXACT_DIGITS + 1 }, (_, places) => 10 ** places);

/** `Number(text.slice(from, to))`, for readers of millions of numbers. */
export function numberIn(text: string, from: number, to: number): number {
  const plain = plainDecimal(text, from, to);
  return Number.isNaN(plain) ? Number(text.slice(from, to)) : plain;
}

/**
 * The number that is written from `from` to `to` with at most fifteen digits and a point: the quotient of two
 * numbers that a double holds exactly, so that one division rounds correctly (Clinger 1990, the fast path). NaN
 * for everything else.
 */
export function plainDecimal(text: string, from: number, to: number): number {
  let whole = 0;
  let digits = 0;
  let point = -1;
  for (let at = from; at < to; at++) {
    const digit = text.charCodeAt(at) - ZERO;
    if (digit >= 0 && digit <= 9) {
      whole = whole * 10 + digit;
      digits++;
    } else if (digit === POINT && point === -1) point = at;
    else return Number.NaN;
  }
  if (digits === 0 || digits > EXACT_DIGITS) return Number.NaN;
  return point === -1 ? whole : whole / POWERS[to - point - 1]!;
}

const ZERO = 48;
/** From the digit 0. */
const POINT = 46 - ZERO;

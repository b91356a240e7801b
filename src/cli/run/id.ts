import { randomInt } from 'node:crypto';

/** Without vowels and look-alikes, so that no word and no doubt comes out. */
const ALPHABET = '23456789bcdfghjkmnpqrstvwxz';

/** `20261120-223015-x7k2`: sorts by time, reads aloud, and two runs started in one second still differ. */
export function newRunId(now: Date): string {
  const digits = now.toISOString().replace(/[-:]/g, '');
  const suffix = Array.from({ length: 4 }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
  return `${digits.slice(0, 8)}-${digits.slice(9, 15)}-${suffix}`;
}

import { AssayError } from '../../core/error.ts';
import type { ChangeSettings } from './change.ts';

/** Refuses values that are neither finite numbers nor gaps, lists of other lengths, and impossible rates. */
export function checkHistory(values: readonly (number | null)[], settings: ChangeSettings): void {
  const at = values.findIndex((value) => value !== null && !Number.isFinite(value));
  if (at >= 0) {
    throw new AssayError('input', `value ${at + 1} of ${values.length} is ${String(values[at])}`, {
      hint: 'every value must be a finite number, or null for a gap',
    });
  }
  for (const name of ['environments', 'commits'] as const) {
    const list = settings[name];
    if (list && list.length !== values.length) {
      throw new AssayError('input', `${name}: ${list.length} entries for ${values.length} values`, {
        hint: `give one for each value, or leave ${name} out`,
      });
    }
  }
  checkFalseRate(settings.falseRate);
}

function checkFalseRate(rate: number | undefined): void {
  if (rate === undefined || (rate >= LEAST_RATE && rate <= MOST_RATE)) return;
  throw new AssayError(
    'input',
    `the rate of false change points: ${rate} is not from ${LEAST_RATE} to ${MOST_RATE}`,
    {
      hint: 'give a probability; 0.01 is one history in a hundred',
    },
  );
}

/** The calibration was simulated in this range; below it extrapolates an exponential tail. */
const LEAST_RATE = 1e-6;
const MOST_RATE = 0.2;

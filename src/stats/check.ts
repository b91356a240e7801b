import type { Judgement } from '../core/comparison.ts';
import { AssayError } from '../core/error.ts';

/** Refuses samples that are not finite numbers: a hole in the evidence must not pass for a value. */
export function checkSamples(samples: readonly number[], what: string): void {
  const at = samples.findIndex((value) => !Number.isFinite(value));
  if (at < 0) return;
  throw new AssayError('input', `${what}: sample ${at + 1} of ${samples.length} is ${String(samples[at])}`, {
    hint: 'every sample must be a finite number; leave out what could not be measured',
  });
}

/** Refuses settings outside their range: 0 < alpha < 1, tolerance ≥ 0. */
export function checkJudgement({ alpha, tolerance }: Pick<Judgement, 'alpha' | 'tolerance'>): void {
  checkProbability(alpha, 'alpha');
  if (!(tolerance >= 0 && Number.isFinite(tolerance))) {
    throw new AssayError('input', `tolerance: ${tolerance} is not a relative change`, {
      hint: 'give 0 or more; 0.02 is 2 %',
    });
  }
}

/** Refuses anything but a number strictly between 0 and 1. */
export function checkProbability(value: number, what: string): void {
  if (value > 0 && value < 1) return;
  throw new AssayError('input', `${what}: ${value} is not a probability between 0 and 1`);
}

import { formatValue } from '../../src/core/unit.ts';
import type { Verdict } from '../../src/core/verdict.ts';
import { median } from '../../src/stats/descriptive.ts';
import type { Compared } from '../workload/compare.ts';
import type { Reading } from './hyperfine.ts';

/** What one tool said over the repetitions, in the words of the other. */
export interface Tally {
  readonly times: readonly number[];
  readonly readings: readonly (Reading | 'undecided')[];
}

export function readVerdict({ result }: Compared): Reading | 'undecided' {
  const words: Record<Verdict, Reading | 'undecided'> = {
    regression: 'slower',
    improvement: 'faster',
    unchanged: 'same',
    inconclusive: 'undecided',
  };
  return words[result.verdict];
}

export function rightOf({ readings }: Tally, truth: Reading): number {
  return readings.filter((reading) => reading === truth).length;
}

/** Median time and what was said. */
export function tallyText(tally: Tally, truth: Reading): string {
  const { times, readings } = tally;
  const right = rightOf(tally, truth);
  const undecided = readings.filter((reading) => reading === 'undecided').length;
  const parts = [
    `${formatValue(median(times), 's')}`,
    `${right} of ${readings.length} right`,
    `${readings.length - right - undecided} wrong`,
    ...(undecided > 0 ? [`${undecided} undecided`] : []),
    timePerRightText(times, right),
  ];
  return parts.join(', ');
}

/**
 * All the time spent over the number of right verdicts: what a right one costs when the tool is asked until it
 * is right (the expected running time of Auger and Hansen, CEC 2005).
 */
function timePerRightText(times: readonly number[], right: number): string {
  if (right === 0) return 'never right';
  return `${formatValue(times.reduce((sum, time) => sum + time, 0) / right, 's')} a right verdict`;
}

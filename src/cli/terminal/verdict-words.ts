import type { Comparison } from '../../core/comparison.ts';
import { formatChange } from '../../core/unit.ts';
import type { Verdict } from '../../core/verdict.ts';
import type { Colour } from './paint.ts';

export const VERDICT_COLOUR: Readonly<Record<Verdict, Colour>> = {
  regression: 'red',
  improvement: 'green',
  unchanged: 'dim',
  inconclusive: 'yellow',
};

/** `regression: 20.4 % slower`, `unchanged`, `inconclusive: …` */
export function verdictWords(comparison: Comparison): string {
  const { verdict, ratio, reasons } = comparison;
  switch (verdict) {
    case 'regression':
    case 'improvement':
      return ratio === null ? verdict : `${verdict}: ${sizeInWords(comparison, ratio)}`;
    case 'unchanged':
      return 'unchanged';
    case 'inconclusive':
      return reasons.length === 0 ? 'inconclusive' : `inconclusive: ${reasons[0]}`;
  }
}

function sizeInWords({ unit }: Comparison, ratio: number): string {
  const size = formatChange(ratio).slice(1);
  const [more, less] = unit === 's' ? ['slower', 'faster'] : ['more', 'less'];
  return `${size} ${ratio > 1 ? more : less}`;
}

/** `[+18.1 %, +22.9 %]`; an open end is `…`. */
export function intervalWords([low, high]: Comparison['interval']): string {
  return `[${low === null ? '…' : formatChange(low)}, ${high === null ? '…' : formatChange(high)}]`;
}

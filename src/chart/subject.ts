import { caseLabel } from '../core/case.ts';
import type { ForestData } from './graph.ts';

/** What a figure or a row is about. */
export type Subject = Pick<ForestData['rows'][number], 'benchmark' | 'case' | 'subject' | 'metric'>;

/** `parse (size=large): wall`, the title of a picture of one metric. */
export function titleOf(of: Subject): string {
  const details = detailsOf(of);
  return `${of.benchmark}${details === '' ? '' : ` (${details})`}: ${of.metric}`;
}

/** `size=large, threads=2, btrfs`; empty for a benchmark without parameters and subjects. */
export function detailsOf(of: Subject): string {
  return [caseLabel(of.case), of.subject ?? ''].filter((part) => part !== '').join(', ');
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

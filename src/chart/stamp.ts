import { VERSION } from '../core/version.ts';
import type { GraphStamp } from './graph.ts';

/** Hexadecimal digits of an abbreviated object name, as git shows by default. */
const SHORT = 7;

/** `Measured 2026-11-03 [5f2c1ab]`: the day in UTC, and the candidate's commit. */
export function measuredText(stamp: GraphStamp): string {
  const commit = stamp.commits.at(-1);
  return `Measured ${stamp.measuredAt.slice(0, 10)} [${commit === undefined ? 'no commit' : shortCommit(commit)}]`;
}

export function shortCommit(commit: string): string {
  return commit.slice(0, SHORT);
}

export function environmentText(stamp: GraphStamp): string {
  const [first, second, ...more] = stamp.environments;
  if (first === undefined) return 'environment not recorded';
  if (second === undefined) return `environment ${first}`;
  return more.length === 0 ? `environments ${first}, ${second}` : `${stamp.environments.length} environments`;
}

export function sampleText(stamp: GraphStamp): string {
  if (stamp.samples === 0) return 'no samples';
  return stamp.samples === 1 ? '1 sample' : `${stamp.samples.toLocaleString('en-US')} samples`;
}

export function figureText(stamp: GraphStamp): string {
  return `Assay ${VERSION}  ·  ${stamp.figure}`;
}

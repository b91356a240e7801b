import { type Case, caseLabel } from '../core/case.ts';
import type { Revision } from '../core/measurement.ts';

/** Digits of an object name shown to people, as git abbreviates by default and as pictures show it. */
const SHORT = 7;

export function shortCommit(commit: string): string {
  return commit.slice(0, SHORT);
}

/** The commit that was measured; for a dirty tree the one it is based on; `null` for files. */
export function measuredCommit(revision: Revision): string | null {
  return revision.commit ?? revision.parent;
}

/** `main (1a2b3c4d5)`, `worktree (1a2b3c4d5, dirty)`, `before.json`. */
export function revisionLabel(revision: Revision): string {
  const commit = measuredCommit(revision);
  const known = commit === null || commit.startsWith(revision.label) ? [] : [shortCommit(commit)];
  const label = commit?.startsWith(revision.label) ? shortCommit(commit) : revision.label;
  const details = revision.dirty ? [...known, 'dirty'] : known;
  return details.length === 0 ? label : `${label} (${details.join(', ')})`;
}

/** `parse size=large`, with the subject where there is one. */
export function subjectOf(of: { benchmark: string; case: Case; subject: string | null }): string {
  return [of.benchmark, caseLabel(of.case), of.subject].filter(Boolean).join(' ');
}

/** `20261120T143307Z` of an ISO time: sorts, and is a file name everywhere. */
export function fileTimestamp(iso: string): string {
  return `${iso.slice(0, 19).replaceAll(/[-:]/g, '')}Z`;
}

/** `2026-11-20 14:33 UTC` of an ISO time. */
export function dateWords(iso: string): string {
  return `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`;
}

/** A part of a file name: lower-case ASCII letters, digits and single hyphens; accents are dropped. */
export function slug(text: string): string {
  const plain = text
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-');
  return plain.replaceAll(/^-+|-+$/g, '') || 'x';
}

/** Folder of a run's immutable copy: `<short sha>[-dirty]_<time the run started>`. */
export function versionFolder(candidate: Revision, startedAt: string): string {
  const commit = measuredCommit(candidate);
  const name = commit === null ? slug(candidate.label) : shortCommit(commit);
  return `${name}${candidate.dirty ? '-dirty' : ''}_${fileTimestamp(startedAt)}`;
}

import { AssayError } from '../core/error.ts';

/** SQLite's primary result codes that a user can do something about (https://www.sqlite.org/rescode.html). */
const ADVICE: Readonly<Record<number, readonly [what: string, hint: string]>> = {
  5: ['is locked by another process', 'wait for the other command, or stop it'],
  8: ['is read-only', 'make the file and its folder writable, or give another database with --db'],
  10: ['cannot be read or written', 'check the disk and its free space; then: assay db check'],
  11: ['is corrupted', 'it was left as it is; restore a backup: assay db restore FILE --replace'],
  13: ['cannot grow: the disk is full', 'free some space; samples already taken are safe'],
  14: ['cannot be opened', 'check the path and its permissions, or give another database with --db'],
  26: [
    'is not an SQLite database',
    'it was left as it is; move it away, or restore a backup: assay db restore FILE --replace',
  ],
};

/** Turns what SQLite or the filesystem says into an error with advice; an AssayError passes unchanged. */
export function storeError(cause: unknown, path: string): AssayError {
  if (cause instanceof AssayError) return cause;
  const primary = ((cause as { errcode?: number }).errcode ?? 0) & 0xff;
  const advice = ADVICE[primary] ?? ADVICE[systemCode(cause)];
  if (advice) return new AssayError('store', `the database ${path} ${advice[0]}`, { hint: advice[1], cause });
  return new AssayError('store', `the database ${path} failed: ${(cause as Error).message}`, { cause });
}

/** What `act` gives; whatever SQLite has against it becomes an error with advice. Mistakes of ours stay what they are. */
export function advising<T>(path: string, act: () => T): T {
  try {
    return act();
  } catch (cause) {
    throw (cause as { errcode?: number }).errcode === undefined ? cause : storeError(cause, path);
  }
}

function systemCode(cause: unknown): number {
  switch ((cause as NodeJS.ErrnoException).code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return 13;
    case 'EROFS':
    case 'EACCES':
    case 'EPERM':
      return 8;
    case 'ENOTDIR':
      return 14;
    default:
      return 0;
  }
}

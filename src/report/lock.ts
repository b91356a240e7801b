import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { AssayError } from '../core/error.ts';
import { runs } from './found.ts';

/** Writing a tree takes seconds at most; whoever holds the lock longer than this is stuck. */
const PATIENCE_MS = 30_000;
const POLL_MS = 50;

/** Lets one process at a time put its tree into a results folder; the lock of a dead one is taken over. */
export async function lockResults(resultsDir: string): Promise<AsyncDisposable> {
  const path = join(resultsDir, '.lock');
  const deadline = Date.now() + PATIENCE_MS;
  while (!(await tryLock(path))) {
    const holder = Number(await readFile(path, 'utf8').catch(() => '0'));
    if (holder > 0 && !runs(holder)) await takeAway(path, holder);
    else if (Date.now() > deadline) {
      throw new AssayError('infrastructure', `process ${holder} has been writing to ${resultsDir} for long`, {
        hint: `stop it, or remove ${path} if it is not an Assay`,
      });
    } else await sleep(POLL_MS);
  }
  return { [Symbol.asyncDispose]: () => rm(path, { force: true }) };
}

/** The lock appears with its holder in it or not at all, so that a kill in between leaves no lock of nobody. */
async function tryLock(path: string): Promise<boolean> {
  const own = unfinished(path, 'lock');
  await writeFile(own, String(process.pid));
  try {
    await link(own, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(own);
  }
}

/** Renaming is atomic: of two that want to clear the same dead lock, one finds it gone. */
async function takeAway(path: string, holder: number): Promise<void> {
  const aside = unfinished(path, 'aside');
  try {
    await rename(path, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  // Between reading and renaming, another may have cleared it and locked anew: that lock is given back.
  if (Number(await readFile(aside, 'utf8')) === holder) await rm(aside);
  else await rename(aside, path);
}

/** Named like all unfinished work, so that the next report clears away what a kill leaves of it. */
function unfinished(path: string, what: string): string {
  return join(dirname(path), `.writing-${process.pid}-${what}`);
}

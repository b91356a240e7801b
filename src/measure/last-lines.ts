import { constants } from 'node:fs';
import { open } from 'node:fs/promises';

/** Neither through a link nor waiting for whoever writes to a pipe: commands may have put either there. */
const FLAGS = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/** More than anybody reads of the end of a log. */
const MOST_BYTES = 65_536;

/**
 * The whole lines among the last 64 KiB of a file that a command wrote, however long it is; empty where there is no
 * plain file. A line that is cut is left out: half of a secret would not be known as one.
 */
export async function lastLines(path: string): Promise<string> {
  const file = await open(path, FLAGS).catch(() => null);
  if (!file) return '';
  await using _ = file;
  const about = await file.stat();
  if (!about.isFile()) return '';
  const position = Math.max(0, about.size - MOST_BYTES);
  const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(MOST_BYTES), position });
  const text = buffer.subarray(0, bytesRead).toString();
  if (position === 0) return text;
  const cut = text.indexOf('\n');
  return cut === -1 ? '' : text.slice(cut + 1);
}

/** Enough to see an error and where it came from, in a reason that stands in one line of a table. */
const SAID_LINES = 3;
const SAID_LENGTH = 300;

/** The last lines that say something, in one; earlier ones only as far as there is room for them. */
export function saidLast(text: string): string {
  const lines = text
    .split('\n')
    .map((line) => line.trim().slice(0, SAID_LENGTH))
    .filter((line) => line !== '')
    .slice(-SAID_LINES);
  while (lines.join(BETWEEN).length > SAID_LENGTH) lines.shift();
  return lines.join(BETWEEN);
}

const BETWEEN = ' / ';

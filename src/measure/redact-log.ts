import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { redact, Secret, type Secrets } from '../platform/secret.ts';

const FLAGS = constants.O_RDWR | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/** What is kept of a log with secrets to look for: they are looked for in memory. */
const MOST_BYTES = 64 << 20;

/**
 * Puts the names of secrets in the place of their values in a finished log, whatever else it holds. Of one longer
 * than 64 MiB only the beginning stays, since a value may be anywhere in it.
 */
export async function redactLog(path: string, secrets: Secrets): Promise<void> {
  if (secrets.size === 0) return;
  const file = await open(path, FLAGS).catch(() => null);
  if (!file) return;
  await using _ = file;
  const about = await file.stat();
  if (!about.isFile()) return;
  if (about.size > MOST_BYTES) await file.truncate(MOST_BYTES);
  // Latin-1 has a character for every byte: what is no text stays what it is.
  const text = await file.readFile('latin1');
  const bytes = [...secrets.values()].map((secret) => new Secret(secret.name, latin1(secret.reveal())));
  const redacted = redact(text, bytes);
  if (redacted === text) return;
  await file.truncate(0);
  await file.write(redacted, 0, 'latin1');
}

function latin1(text: string): string {
  return Buffer.from(text).toString('latin1');
}

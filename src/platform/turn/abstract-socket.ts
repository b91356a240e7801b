import { readFileSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';

/**
 * Names of Linux's abstract socket namespace (unix(7)): one process of the machine can have each, whatever its
 * user, and the kernel takes it back when that process ends, in whatever way. There is no file to clean up.
 * Containers with a network of their own have names of their own.
 */

/** A name that this process has. Whoever asks under it is told a greeting, and sees when it is given back. */
export interface HeldName {
  release(): void;
}

/** Takes a name; `null` where it is taken. Rejects with the errno error where names cannot be had at all. */
export function holdName(name: string, greeting: () => string): Promise<HeldName | null> {
  const visitors = new Set<Socket>();
  const server = createServer((visitor) => {
    visitors.add(visitor);
    visitor.once('close', () => visitors.delete(visitor));
    visitor.on('error', () => {}); // it left
    visitor.unref();
    visitor.write(`${greeting()}\n`);
  });
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(null);
      else reject(error);
    });
    server.listen(address(name), () => {
      server.unref();
      resolve({
        release() {
          server.close();
          for (const visitor of visitors) visitor.destroy();
        },
      });
    });
  });
}

/** Far more than any greeting of ours. */
const GREETING_BYTES = 4096;
/** A process that is stopped, or not ours, may never say anything. */
const GREETING_MS = 1000;

/**
 * Waits until the process that has the name gives it back or ends. False at once where nobody answers to it.
 * @param greeted told once what it says; `null` when it says nothing
 */
export function untilReleased(
  name: string,
  greeted: (greeting: string | null) => void,
  signal: AbortSignal,
): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const socket = connect(address(name));
    let text = '';
    let silent = true;
    const greet = (greeting: string | null): void => {
      if (silent) greeted(greeting);
      silent = false;
    };
    const patience = setTimeout(() => greet(null), GREETING_MS);
    const abort = (): void => void socket.destroy();
    let answered = false;
    socket.once('connect', () => {
      answered = true;
    });
    socket.setEncoding('utf8').on('data', (chunk: string) => {
      if (!silent) return;
      text += chunk;
      const end = text.indexOf('\n');
      if (end >= 0) greet(text.slice(0, end));
      else if (text.length > GREETING_BYTES) greet(null);
    });
    socket.on('error', () => {}); // `close` follows
    socket.once('close', () => {
      clearTimeout(patience);
      signal.removeEventListener('abort', abort);
      if (signal.aborted) reject(signal.reason);
      else resolve(answered);
    });
    signal.addEventListener('abort', abort, { once: true });
    if (signal.aborted) abort();
  });
}

/** Of a listening socket, in the fourth column of /proc/net/unix (Linux include/linux/net.h). */
const SO_ACCEPTCON = 0x10000;

/** The names beginning like this that processes have now; none where /proc does not tell. */
export function heldNames(beginning: string): string[] {
  let table: string;
  try {
    table = readFileSync('/proc/net/unix', 'latin1');
  } catch {
    return [];
  }
  return table.split('\n').flatMap((line) => {
    const [, , , flags, , , , path] = line.split(/ +/);
    const listens = (Number.parseInt(flags ?? '0', 16) & SO_ACCEPTCON) !== 0;
    return listens && path?.startsWith(`@${beginning}`) ? [path.slice(1)] : [];
  });
}

function address(name: string): { path: string } {
  return { path: `\0${name}` };
}

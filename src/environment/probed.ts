/** What one probe found, or why it found nothing. Never a default in place of a reading. */
export type Probed<T> = { readonly value: T } | { readonly unavailable: string };

/**
 * Longest wait for one probe, in milliseconds. The files are written by the kernel on demand within
 * microseconds; what takes this long hangs (a dead network mount, firmware). It is far above the need
 * because a reading lost to a busy moment would change the environment's id.
 */
export const PROBE_LIMIT_MS = 1000;

/** Runs one reading. Whatever it throws becomes the reason; it never rejects and never outlasts the limit. */
export async function probe<T>(read: () => T | Promise<T>, limitMs = PROBE_LIMIT_MS): Promise<Probed<T>> {
  const late = timer(limitMs);
  try {
    return await Promise.race([Promise.resolve().then(read).then(found), late.promise]);
  } catch (error) {
    return { unavailable: reasonOf(error) };
  } finally {
    late.cancel();
  }
}

/** The value, or `null` where it is unavailable. */
export function valueIn<T>(probed: Probed<T> | undefined): T | null {
  return probed !== undefined && 'value' in probed ? probed.value : null;
}

/** A reading of its parts: what `change` makes of the value, or the same reason. */
export function mapProbed<T, U>(probed: Probed<T>, change: (value: T) => U): Probed<U> {
  return 'value' in probed ? { value: change(probed.value) } : probed;
}

function found<T>(value: T): Probed<T> {
  return { value };
}

function timer(limitMs: number): { promise: Promise<{ unavailable: string }>; cancel: () => void } {
  let handle: NodeJS.Timeout;
  const promise = new Promise<{ unavailable: string }>((resolve) => {
    const arm = (): void => {
      const armedMs = performance.now();
      handle = setTimeout(() => {
        // Fired late: this process itself was held up, and the answer may already wait to be delivered.
        const heldUp = performance.now() - armedMs > 1.5 * limitMs;
        if (heldUp) arm();
        else resolve({ unavailable: `no answer within ${limitMs} ms` });
      }, limitMs);
    };
    arm();
  });
  return { promise, cancel: () => clearTimeout(handle) };
}

function reasonOf(error: unknown): string {
  const { code, path, message } = error as NodeJS.ErrnoException;
  const name = path ?? 'it';
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return `${name} does not exist here`;
    case 'EACCES':
    case 'EPERM':
      return `${name} may not be read by this user`;
    default:
      return code ? `${name} cannot be read (${code})` : message;
  }
}

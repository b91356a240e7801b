import { closeSync, openSync, readSync, writeSync } from 'node:fs';

/** The kernel writes each file anew whenever it is read from its start, so none need be opened twice. */
export class OpenFiles implements Disposable {
  readonly #descriptors = new Map<string, number>();
  readonly #buffer = Buffer.allocUnsafe(16 * 1024);

  /** The content now; throws the errno error, with the path. */
  read(path: string): string {
    const descriptor = this.#open(path);
    return named(path, () => {
      let text = '';
      for (let at = 0; ; ) {
        const length = readSync(descriptor, this.#buffer, 0, this.#buffer.length, at);
        if (length === 0) return text;
        text += this.#buffer.toString('latin1', 0, length);
        at += length;
      }
    });
  }

  /** Writes to the very open file that {@link read} reads from, once it was opened for that. */
  write(path: string, text: string): void {
    const descriptor = this.#open(path);
    named(path, () => writeSync(descriptor, text, 0));
  }

  /** Opens a file for reading and writing; throws where that is not allowed. */
  openWritable(path: string): void {
    this.#descriptors.set(path, openSync(path, 'r+'));
  }

  #open(path: string): number {
    const known = this.#descriptors.get(path);
    if (known !== undefined) return known;
    const opened = openSync(path, 'r');
    this.#descriptors.set(path, opened);
    return opened;
  }

  [Symbol.dispose](): void {
    for (const descriptor of this.#descriptors.values()) closeSync(descriptor);
    this.#descriptors.clear();
  }
}

/** Errors on an open file do not say which. */
function named<T>(path: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    if (error instanceof Error) Object.assign(error, { path });
    throw error;
  }
}

import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { AssayError } from '../core/error.ts';

/** Bytes that can be read more than once. */
export interface Source {
  readonly path: string;
  chunks(): AsyncIterable<Uint8Array>;
}

/** A megabyte at a time: few enough calls, little enough memory. */
const CHUNK_BYTES = 1024 * 1024;

/** A file, unpacked where it is gzip (k6 writes `.json.gz`). */
export function fileSource(path: string, shown: string = path): Source {
  return {
    path: shown,
    async *chunks() {
      try {
        const { file, packed } = await openFile(path);
        // Errors of the file do not pass a pipe by themselves.
        if (packed) file.on('error', (error) => unpacked.destroy(error));
        const unpacked = packed ? file.pipe(createGunzip({ chunkSize: CHUNK_BYTES })) : file;
        yield* unpacked as AsyncIterable<Buffer>;
      } catch (cause) {
        throw unreadable(shown, cause as NodeJS.ErrnoException);
      }
    },
  };
}

export function bytesSource(path: string, bytes: Uint8Array): Source {
  return {
    path,
    async *chunks() {
      yield bytes;
    },
  };
}

async function openFile(path: string) {
  const magic: number[] = [];
  for await (const chunk of createReadStream(path, { start: 0, end: 1 })) magic.push(...(chunk as Buffer));
  // RFC 1952, section 2.3.1.
  const packed = magic[0] === 0x1f && magic[1] === 0x8b;
  return { file: createReadStream(path, { highWaterMark: CHUNK_BYTES }), packed };
}

function unreadable(path: string, cause: NodeJS.ErrnoException): unknown {
  if (cause instanceof AssayError) return cause;
  const message =
    cause.code === 'ENOENT'
      ? `${path}: there is no such file`
      : cause.code?.startsWith('Z_')
        ? `${path}: damaged gzip: ${cause.message}`
        : `${path}: ${cause.message}`;
  return new AssayError('input', message, { cause });
}

import { AssayError } from '../core/error.ts';
import type { Source } from './source.ts';

/**
 * The text of a source, piece by piece: UTF-16 by its byte order mark (what PowerShell's `>` writes), else
 * UTF-8 with or without one. Bytes that are neither are an error, not replacement characters.
 */
export async function* decoded(source: Source): AsyncGenerator<string> {
  let decoder: InstanceType<typeof TextDecoder> | undefined;
  let offset = 0;
  try {
    for await (const chunk of source.chunks()) {
      decoder ??= new TextDecoder(encodingOf(chunk), { fatal: true });
      yield decoder.decode(chunk, { stream: true });
      offset += chunk.length;
    }
    if (decoder) yield decoder.decode();
  } catch (cause) {
    if (!(cause instanceof TypeError)) throw cause;
    throw new AssayError('input', `${source.path}: not ${decoder?.encoding} text, after byte ${offset}`, {
      hint: 'save it as UTF-8',
      cause,
    });
  }
}

/** Of a beginning that may be cut inside a character. */
export function decodedHead(bytes: Uint8Array): string {
  return new TextDecoder(encodingOf(bytes)).decode(bytes, { stream: true });
}

/** https://encoding.spec.whatwg.org/#bom-sniff */
function encodingOf(bytes: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  return 'utf-8';
}

import { crc32, inflateSync } from 'node:zlib';
import { AssayError } from '../core/error.ts';

/** One chunk of a PNG file (W3C PNG, third edition, section 5). */
export interface Chunk {
  /** Four ASCII letters. */
  readonly type: string;
  readonly data: Uint8Array;
}

const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);

/** No text that Assay writes comes near it; a larger one, once inflated, is not ours or is hostile. */
const MAX_TEXT_BYTES = 1024 * 1024;

export function isPng(bytes: Uint8Array): boolean {
  return bytes.length >= SIGNATURE.length && SIGNATURE.every((byte, i) => bytes[i] === byte);
}

/** All chunks up to and with IEND. A damaged file is an `input` error. */
export function readChunks(bytes: Uint8Array): Chunk[] {
  if (!isPng(bytes)) throw damaged('it does not start as a PNG does');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const chunks: Chunk[] = [];
  let at = SIGNATURE.length;
  while (chunks.at(-1)?.type !== 'IEND') {
    if (at + 12 > bytes.length) throw damaged(`it ends after ${bytes.length} bytes without an IEND chunk`);
    const length = view.getUint32(at);
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    if (!/^[A-Za-z]{4}$/.test(type)) throw damaged(`byte ${at + 4} does not start a chunk`);
    if (at + 12 + length > bytes.length) throw damaged(`its ${type} chunk is cut off`);
    const typeAndData = bytes.subarray(at + 4, at + 8 + length);
    if (crc32(typeAndData) !== view.getUint32(at + 8 + length))
      throw damaged(`its ${type} chunk has a wrong checksum`);
    chunks.push({ type, data: bytes.subarray(at + 8, at + 8 + length) });
    at += 12 + length;
  }
  if (at !== bytes.length) throw damaged(`${bytes.length - at} bytes follow its end`);
  return chunks;
}

export function writeChunks(chunks: readonly Chunk[]): Uint8Array {
  const parts: Uint8Array[] = [SIGNATURE];
  for (const { type, data } of chunks) {
    const chunk = Buffer.alloc(12 + data.length);
    chunk.writeUInt32BE(data.length, 0);
    chunk.write(type, 4, 'latin1');
    chunk.set(data, 8);
    chunk.writeUInt32BE(crc32(chunk.subarray(4, 8 + data.length)), 8 + data.length);
    parts.push(chunk);
  }
  return Uint8Array.from(Buffer.concat(parts));
}

export function isText({ type }: Chunk): boolean {
  return type === 'tEXt' || type === 'iTXt' || type === 'zTXt';
}

/** UTF-8 text without compression, under a keyword of 1 to 79 Latin-1 characters. */
export function textChunk(keyword: string, text: string): Chunk {
  // Keyword, end, uncompressed, method, no language tag, no translated keyword.
  return {
    type: 'iTXt',
    data: Buffer.concat([Buffer.from(`${keyword}\0\0\0\0\0`, 'latin1'), Buffer.from(text)]),
  };
}

/** Pixels per metre, equal in both directions. */
export function physicalChunk(pixelsPerMetre: number): Chunk {
  const data = Buffer.alloc(9);
  data.writeUInt32BE(pixelsPerMetre, 0);
  data.writeUInt32BE(pixelsPerMetre, 4);
  data.writeUInt8(1, 8);
  return { type: 'pHYs', data };
}

/** The texts under a keyword, in whichever of the three text chunks another program may have put them. */
export function textsOf(chunks: readonly Chunk[], keyword: string): string[] {
  return chunks.filter(isText).flatMap(({ type, data }) => {
    const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
    const end = bytes.indexOf(0);
    if (end < 0 || bytes.toString('latin1', 0, end) !== keyword) return [];
    return [decoded(type, bytes.subarray(end + 1))];
  });
}

function decoded(type: string, rest: Buffer): string {
  if (type === 'tEXt') return rest.toString('latin1');
  if (type === 'zTXt') return inflated(rest.subarray(1)).toString('latin1');
  const language = rest.indexOf(0, 2);
  const translated = language < 0 ? -1 : rest.indexOf(0, language + 1);
  if (translated < 0) throw damaged('its iTXt chunk is incomplete');
  const text = rest.subarray(translated + 1);
  return (rest[0] === 1 ? inflated(text) : text).toString('utf8');
}

function inflated(bytes: Buffer): Buffer {
  try {
    return inflateSync(bytes, { maxOutputLength: MAX_TEXT_BYTES });
  } catch (cause) {
    throw damaged('a compressed text cannot be read', cause);
  }
}

function damaged(what: string, cause?: unknown): AssayError {
  return new AssayError('input', `PNG: ${what}`, {
    hint: 'the file was edited or damaged; write the report again',
    cause,
  });
}

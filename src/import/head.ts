import { basename } from 'node:path';
import { decodedHead } from './decode.ts';
import type { Head } from './format.ts';
import { outline } from './outline.ts';
import type { Source } from './source.ts';

/** Every format shows itself within this much; see `recognises` of the formats. */
const HEAD_BYTES = 64 * 1024;

export async function readHead(source: Source): Promise<Head> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of source.chunks()) {
    chunks.push(chunk);
    length += chunk.length;
    if (length >= HEAD_BYTES) break;
  }
  const text = decodedHead(Buffer.concat(chunks).subarray(0, HEAD_BYTES));
  return { fileName: basename(source.path), text, keys: outline(text) };
}

import { canonicalJson, sha256 } from '../core/canonical.ts';
import { AssayError } from '../core/error.ts';
import type { GraphMetadata } from './graph.ts';
import { isPng, isText, readChunks, textsOf, writeChunks } from './png.ts';
import { isSvg, splitSvg } from './svg.ts';

export const METADATA_KEYWORD = 'assay';

const HINT = 'the file was edited or damaged, or written by another version; write the report again';

/**
 * What Assay wrote into an SVG or a PNG about itself; `null` for a picture of another origin or another kind
 * of file. Damaged files and damaged metadata are `input` errors.
 */
export function readGraphMetadata(bytes: Uint8Array): GraphMetadata | null {
  const json = isPng(bytes) ? pngText(bytes) : isSvg(bytes) ? splitSvg(decode(bytes)).json : null;
  if (json === null) return null;
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (cause) {
    throw new AssayError('input', 'graph metadata: not JSON', { hint: HINT, cause });
  }
  return validated(value);
}

/** SHA-256 of a picture without what is written about it: an SVG's metadata element, a PNG's text chunks. */
export function contentDigestOf(bytes: Uint8Array): string {
  if (isPng(bytes)) return sha256(writeChunks(readChunks(bytes).filter((chunk) => !isText(chunk))));
  if (isSvg(bytes)) return sha256(splitSvg(decode(bytes)).picture);
  throw new AssayError('input', 'picture: neither SVG nor PNG', { hint: 'give a graph that Assay wrote' });
}

/** The text of the metadata: canonical, so that equal metadata make equal files. */
export function metadataJson(metadata: GraphMetadata): string {
  return canonicalJson(metadata);
}

function pngText(bytes: Uint8Array): string | null {
  const texts = textsOf(readChunks(bytes), METADATA_KEYWORD);
  if (texts.length > 1) throw new AssayError('input', 'PNG: more than one metadata of Assay', { hint: HINT });
  return texts[0] ?? null;
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new AssayError('input', 'SVG: not UTF-8', { hint: HINT, cause });
  }
}

type Check = (value: unknown) => boolean;

const text: Check = (value) => typeof value === 'string';
const texts: Check = (value) => Array.isArray(value) && value.every(text);
const hash: Check = (value) => typeof value === 'string' && /^[0-9a-f]{64}$/.test(value);

const CHECKS: Readonly<Record<keyof GraphMetadata, Check>> = {
  schema: (value) => value === 'assay.graph/1',
  kind: (value) => value === 'distribution' || value === 'forest' || value === 'history',
  figure: text,
  runs: texts,
  commits: texts,
  dirty: (value) => typeof value === 'boolean',
  measuredAt: (value) => typeof value === 'string' && !Number.isNaN(Date.parse(value)),
  environments: texts,
  samples: (value) => Number.isInteger(value) && (value as number) >= 0,
  dataDigest: hash,
  contentDigest: hash,
  version: text,
};

function validated(value: unknown): GraphMetadata {
  if (value === null || typeof value !== 'object') {
    throw new AssayError('input', 'graph metadata: not an object', { hint: HINT });
  }
  const members = value as Record<string, unknown>;
  for (const [name, check] of Object.entries(CHECKS)) {
    if (!check(members[name])) {
      throw new AssayError('input', `graph metadata: ${name} is ${shown(members[name])}`, { hint: HINT });
    }
  }
  const unknown = Object.keys(members).find((name) => !(name in CHECKS));
  if (unknown !== undefined)
    throw new AssayError('input', `graph metadata: unknown key ${unknown}`, { hint: HINT });
  return value as GraphMetadata;
}

function shown(value: unknown): string {
  return value === undefined ? 'missing' : canonicalJson(value).slice(0, 80);
}

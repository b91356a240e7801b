import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sha256 } from '../core/canonical.ts';
import { formatValue } from '../core/unit.ts';
import { MANIFEST_PATH, type Manifest } from './manifest.ts';
import type { GraphStep } from './tree.ts';

/** `[1/5] ratios: main (1a2b3c4) to …, 240 samples`: one line after each picture. */
export function stepText({ at, of, graph }: GraphStep): string {
  return `[${at}/${of}] ${graph.file}.svg, .png: ${graph.caption}, ${formatValue(graph.stamp.samples, '1')} samples`;
}

/** One file as read back from the disk. */
export interface ListedFile {
  readonly path: string;
  /** `null` where it could not be read. */
  readonly bytes: number | null;
  readonly digest: string | null;
  /** Whether its digest is the one the manifest gives. */
  readonly ok: boolean;
}

/** Reads every file of a tree back: what counts is what is on the disk, not what was meant to be written. */
export async function readBack(
  root: string,
  manifest: Manifest,
  manifestDigest: string,
): Promise<ListedFile[]> {
  const expected: Readonly<Record<string, string>> = { ...manifest.files, [MANIFEST_PATH]: manifestDigest };
  return Promise.all(
    Object.keys(expected)
      .sort()
      .map(async (path) => {
        const content = await readFile(join(root, path)).catch(() => null);
        const digest = content === null ? null : sha256(content);
        return { path, bytes: content?.length ?? null, digest, ok: digest === expected[path] };
      }),
  );
}

/** The listing at the end: size, first digits of the digest, whether it is what was written. */
export function listingText(files: readonly ListedFile[]): string {
  const width = Math.max(...files.map(({ path }) => path.length));
  const lines = files.map(({ path, bytes, digest, ok }) => {
    const size = bytes === null ? 'missing' : formatValue(bytes, 'By');
    return `  ${path.padEnd(width)}  ${size.padStart(9)}  ${(digest ?? '').slice(0, 12).padEnd(12)}  ${ok ? 'ok' : 'DIFFERS'}`;
  });
  const bad = files.filter(({ ok }) => !ok).length;
  const total =
    bad === 0 ? `${files.length} files written and read back` : `${bad} of ${files.length} files differ`;
  return `${lines.join('\n')}\n${total}`;
}

import { excerpt } from './problem.ts';

const DIGEST = /^sha256:[0-9a-f]{64}$/;
const NAME =
  /^(?:[a-zA-Z0-9]+(?:[.-]+[a-zA-Z0-9]+)*(?::\d+)?\/)?[a-z0-9]+(?:[._-]+[a-z0-9]+)*(?:\/[a-z0-9]+(?:[._-]+[a-z0-9]+)*)*$/;
const TAG = /^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/;

/** Tags that publishers move by intention; others, such as versions, are recorded with their digest when used. */
const FLOATING = new Set([
  ...['latest', 'stable', 'edge', 'nightly', 'rolling', 'current', 'lts', 'mainline', 'devel', 'dev'],
  ...['main', 'master', 'testing', 'unstable', 'sid', 'oldstable', 'canary', 'beta', 'next'],
]);

/**
 * What is wrong with a reference, with its fix; `null` for one that names an image for good: by its digest, by
 * its id (`sha256:…`), or by a tag that is not made to move. The grammar is that of the distribution project
 * (https://github.com/distribution/reference).
 */
export function imageProblem(reference: string): string | null {
  if (DIGEST.test(reference)) return null;
  const { name, tag, digest } = imageParts(reference);
  if (!NAME.test(name) || (tag !== null && !TAG.test(tag)) || (digest !== null && !DIGEST.test(digest)))
    return `expected an image such as debian:12.5 or name@sha256:…, found the text ${excerpt(reference)}`;
  if (digest !== null) return null;
  const pin = `pin it: ${name}:VERSION or ${name}@sha256:…`;
  if (tag === null) return `names no version, so it means whatever is latest; ${pin}`;
  // Variants stand behind: latest-alpine, stable-slim.
  const [moving = ''] = tag.split('-');
  return FLOATING.has(moving) ? `the tag ${tag} moves from one image to the next; ${pin}` : null;
}

export interface ImageParts {
  /** With its registry. */
  readonly name: string;
  readonly tag: string | null;
  /** `sha256:…` */
  readonly digest: string | null;
}

/** The parts of `name:tag@digest`; whether they are sound is {@link imageProblem}'s to say. */
export function imageParts(reference: string): ImageParts {
  const at = reference.indexOf('@');
  const digest = at === -1 ? null : reference.slice(at + 1);
  const named = at === -1 ? reference : reference.slice(0, at);
  // A colon before the last slash belongs to the port of a registry.
  const colon = named.indexOf(':', named.lastIndexOf('/') + 1);
  return colon === -1
    ? { name: named, tag: null, digest }
    : { name: named.slice(0, colon), tag: named.slice(colon + 1), digest };
}

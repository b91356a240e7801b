import { posix } from 'node:path';
import type { Path, Report } from './problem.ts';

/** The path, normalised; one that leads out of the repository would not be the commit's own. */
export function inside(
  { prefix, report }: { readonly prefix: string; readonly report: Report },
  path: string,
  at: Path,
  base = '',
): string {
  const whole = posix.normalize(posix.join(prefix, base, path));
  if (posix.isAbsolute(path)) report(at, 'must be relative to the directory of assay.yaml');
  else if (whole === '..' || whole.startsWith('../')) report(at, 'leads out of the repository');
  return posix.normalize(path).replace(/(?<=.)\/$/, '');
}

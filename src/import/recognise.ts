import { AssayError } from '../core/error.ts';
import type { Head } from './format.ts';
import { FORMAT_NAMES } from './formats.ts';

interface Named<Beginning> {
  readonly name: string;
  recognises(beginning: Beginning): boolean;
}

/** The one format that a file or tree has, or the one that was asked for by name. */
export function recognised<Beginning, F extends Named<Beginning>>(
  formats: readonly F[],
  beginning: Beginning,
  path: string,
  name?: string,
): F {
  const candidates = name === undefined ? formats : formats.filter((format) => format.name === name);
  if (name !== undefined && candidates.length === 0) throw unknownName(name, path);
  // A name may stand for several shapes of one tool's output; the only one needs no recognising.
  if (name !== undefined && candidates.length === 1) return candidates[0]!;
  const found = candidates.filter((format) => format.recognises(beginning));
  if (found.length === 1) return found[0]!;
  if (found.length > 1) {
    throw new AssayError('input', `${path}: may be ${found.map((format) => format.name).join(' or ')}`, {
      hint: 'say which with --format',
    });
  }
  throw new AssayError('input', `${path}: ${name === undefined ? 'no known format' : `not ${name}`}`, {
    hint: `the formats are ${FORMAT_NAMES.join(', ')}; name one with --format`,
  });
}

/** Nothing but white space is no format's. */
export function rejectEmpty(head: Head, path: string): void {
  if (head.text.trim() !== '') return;
  throw new AssayError('input', `${path}: is empty`, { hint: 'give a file that holds results' });
}

function unknownName(name: string, path: string): AssayError {
  const known = FORMAT_NAMES.includes(name);
  return new AssayError(
    'input',
    known ? `${path}: ${name} is not read from this kind of path` : `there is no format ${name}`,
    {
      hint: known
        ? 'give a file instead of a directory, or the reverse'
        : `the formats are ${FORMAT_NAMES.join(', ')}`,
    },
  );
}

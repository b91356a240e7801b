import type { Path } from '../config/problem.ts';
import { parseYaml } from '../config/yaml.ts';
import { AssayError } from '../core/error.ts';
import { type Place, placesOf } from './place.ts';

/** A YAML file with the places of its keys. */
export interface YamlFile {
  readonly value: unknown;
  /** Where a key or list item stands, else the nearest parent that is in the file. */
  readonly at: (path: Path) => Place;
}

/** Tags of Compose that say how files are merged (docs.docker.com/reference/compose-file/merge). */
const COMPOSE_TAGS = ['!reset', '!override'];

/** Reads a compose file's YAML, within the bounds that hold for `assay.yaml`; a problem is an `input` error with its lines. */
export function readCompose(text: string, file: string): YamlFile {
  const tree = treeOf(text, file);
  const place = placesOf(text);
  const lines = tree.problems.map(({ offset, path, message }) => {
    const { line, column } = place(offset);
    return `${file}:${line}:${column}: ${path === '' ? '' : `${path}: `}${message}`;
  });
  if (lines.length > 0)
    throw new AssayError('input', lines.slice(0, MOST_PROBLEMS).join('\n'), { hint: HINT });
  return { value: tree.value, at: (path) => place(tree.keyAt(path)) };
}

const MOST_PROBLEMS = 5;
const HINT = 'see https://docs.docker.com/reference/compose-file/';

function treeOf(text: string, file: string) {
  try {
    return parseYaml(text, file, COMPOSE_TAGS);
  } catch (cause) {
    if (!(cause instanceof AssayError)) throw cause;
    throw new AssayError('input', cause.message, { hint: HINT, cause });
  }
}

import { parseDocument, type YAMLError } from 'yaml';
import { configError, type Problem } from './problem.ts';
import { type Tree, treeOf } from './tree.ts';

/**
 * Reads one YAML 1.2 document; a syntax error is an AssayError with its line. `tags` are those that another
 * format knows; their values are taken as they are written.
 */
export function parseYaml(text: string, file: string, tags: readonly string[] = []): Tree {
  const document = parseDocument(text, {
    version: '1.2',
    schema: 'core',
    strict: true,
    // Duplicates are found, with the place of the first, where the tree is walked.
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: 'error',
  });
  // A warning is a tag or directive that means nothing here: the value would silently be another.
  const known = ({ code, pos }: YAMLError): boolean =>
    code === 'TAG_RESOLVE_FAILED' && tags.some((tag) => text.startsWith(tag, pos[0]));
  const faults = [...document.errors, ...document.warnings.filter((warning) => !known(warning))].slice(
    0,
    MOST_FAULTS,
  );
  if (faults.length > 0) throw configError(file, text, faults.map(problemOf));
  return treeOf(document);
}

/** After the first few, a YAML error follows from an earlier one. */
const MOST_FAULTS = 10;

const WORDING: Partial<Record<YAMLError['code'], string>> = {
  MULTIPLE_DOCS: 'a second document starts here, where one is read: remove the ---',
  RESOURCE_EXHAUSTION: 'is nested too deeply',
  TAB_AS_INDENT: 'a tab is used to indent; YAML wants spaces',
  TAG_RESOLVE_FAILED: 'this tag is unknown; remove it',
};

function problemOf(error: YAMLError): Problem {
  const message = WORDING[error.code] ?? `is not valid YAML: ${error.message}`;
  return { offset: error.pos[0], path: '', message };
}

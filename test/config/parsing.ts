import type { Config } from '../../src/config/config.ts';
import { parseConfig } from '../../src/config/load.ts';
import { AssayError } from '../../src/core/error.ts';

/** A text as the `assay.yaml` at the top of a repository, or of a folder in it. */
export function parse(text: string, folder = ''): Config {
  const path = `/repository/${folder === '' ? '' : `${folder}/`}assay.yaml`;
  return parseConfig(text, { path, display: 'assay.yaml', repository: '/repository' });
}

/** The lines of the error that a text gives; fails if it gives none, or one of another kind. */
export function problems(text: string, folder = ''): string[] {
  try {
    parse(text, folder);
  } catch (error) {
    if (!(error instanceof AssayError) || error.code !== 'config') throw error;
    return error.message.split('\n');
  }
  throw new Error('the text was accepted');
}

/** A file with one benchmark that has these lines besides its command. */
export function withBenchmark(...lines: string[]): string {
  return ['benchmarks:', '  parse:', '    command: ["./parse"]', ...lines.map((line) => `    ${line}`)].join(
    '\n',
  );
}

import { dirname } from 'node:path';
import { repositoryOf } from '../../config/find.ts';
import { readText } from '../../config/text.ts';
import { AssayError } from '../../core/error.ts';
import type { LintResult } from '../../lint/lint.ts';
import type { Source } from '../../lint/source.ts';
import type { Found } from './find.ts';

/** The texts of files; those that are none are listed apart. */
export async function readSources(
  found: readonly Found[],
): Promise<{ sources: Source[]; unreadable: LintResult['unreadable'] }> {
  const sources: Source[] = [];
  const unreadable: { file: string; error: AssayError }[] = [];
  for (const { kind, path, file } of found) {
    try {
      const text = await readText(path, file);
      if (kind !== 'project') sources.push({ kind, file, text });
      else {
        const repository = (await repositoryOf(dirname(path))) ?? dirname(path);
        sources.push({ kind, file, text, path, repository });
      }
    } catch (error) {
      if (!(error instanceof AssayError)) throw error;
      unreadable.push({ file, error });
    }
  }
  return { sources, unreadable };
}

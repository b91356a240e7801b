import { LIMITS } from './defaults.ts';
import { nearest } from './nearest.ts';
import { placeholdersOf } from './placeholder.ts';
import { excerpt, type Path } from './problem.ts';
import type { ConfigFile } from './schema.ts';
import { textsOf } from './setting.ts';

/**
 * Reports braces that name no parameter and parameters that no text names: both would measure something
 * other than what was meant. Also texts that are too long to be an argument.
 */
export function checkTexts(
  file: ConfigFile,
  benchmark: string,
  report: (path: Path, message: string) => void,
): void {
  const params = Object.keys(file.benchmarks[benchmark]?.params ?? {});
  const texts = textsOf(file, benchmark);
  const used = new Set<string>();
  for (const { text, path, exact } of texts) {
    if (Buffer.byteLength(text) >= LIMITS.argumentLength) report(path, TOO_LONG);
    for (const name of placeholdersOf(text)) {
      if (params.includes(name)) used.add(name);
      else if (exact && params.length > 0) report(path, unknownPlaceholder(name, params));
    }
  }
  for (const name of params) {
    if (used.has(name)) continue;
    report(
      ['benchmarks', benchmark, 'params', name],
      `is used nowhere, so its cases would be the same; write {${name}} in the command`,
    );
  }
}

export const TOO_LONG = `is longer than the ${LIMITS.argumentLength - 1} bytes that a program can be given`;

function unknownPlaceholder(name: string, params: readonly string[]): string {
  const meant = nearest(name, params);
  const fix =
    meant === undefined
      ? 'add it to params, or use a shell line to keep the braces'
      : `did you mean {${meant}}?`;
  return `there is no parameter ${excerpt(name)}; ${fix}`;
}

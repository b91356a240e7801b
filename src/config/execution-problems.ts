import { CONTEXTS } from './execution.ts';
import { suggestion } from './nearest.ts';
import { excerpt, type Path, type Report } from './problem.ts';
import type { ConfigFile } from './schema.ts';

/**
 * What is wrong with `execution`, given the kinds of all environments as written: also of those that are wrong
 * otherwise, so that they are not called missing.
 */
export function executionProblems(
  { execution }: ConfigFile,
  kinds: ReadonlyMap<string, unknown>,
  report: Report,
): void {
  if (!execution) return;
  const check = (name: string, path: Path): boolean => {
    if (kinds.has(name)) return true;
    const names = [...kinds.keys()];
    report(
      path,
      `there is no environment ${excerpt(name)}${suggestion(name, names)}; there are ${names.join(', ')}`,
    );
    return false;
  };
  const { contexts = {}, container, mode } = execution;
  for (const context of CONTEXTS) {
    const name = contexts[context];
    if (name !== undefined) check(name, ['execution', 'contexts', context]);
  }
  const at = ['execution', 'container'];
  if (container !== undefined && check(container, at) && kinds.get(container) === 'host')
    report(at, `${excerpt(container)} is of kind host; name a container environment`);
  if (CONTEXTS.every((context) => kinds.get(contexts[context] ?? '') === 'container')) return;
  const containers = [...kinds].filter(([, kind]) => kind === 'container').map(([name]) => name);
  if (mode !== 'container' || container !== undefined || containers.length === 1) return;
  report(
    ['execution', 'mode'],
    containers.length === 0
      ? 'is container, but environments names no container'
      : `is container, but there are several: name one as execution.container: ${containers.join(', ')}`,
  );
}

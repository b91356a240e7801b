import { textOf } from './files.ts';
import { type Proposal, WORKLOAD } from './proposal.ts';

interface Rule {
  readonly target: string;
  readonly needs: readonly string[];
}

/** In the order in which GNU make looks for them. */
const NAMES = ['GNUmakefile', 'makefile', 'Makefile'];

/** Targets of a Makefile that measure, programs that it links from C or C++, or its tests. Make is not run. */
export async function detectMake(directory: string): Promise<Proposal[]> {
  for (const source of NAMES) {
    const text = await textOf(directory, source);
    if (text !== null) return proposalsOf(source, text);
  }
  return [];
}

function proposalsOf(source: string, text: string): Proposal[] {
  const rules = rulesOf(text);
  const targets = rules.map(({ target }) => target);
  const general = ['all', 'build', 'release'].find((target) => targets.includes(target));
  const build = general === undefined ? null : ['make', general];
  const run = (target: string) => ['make', '--silent', '--no-print-directory', target];
  const proposals: Proposal[] = targets
    .filter((target) => /^(bench|benchmark|benchmarks|perf)([._-]|$)/.test(target))
    .map((target) => ({
      name: target,
      kind: 'benchmark',
      source,
      build,
      command: run(target),
      comment: `The target "${target}" of the ${source}. The program it runs, by itself, would have less noise.`,
    }));
  for (const { target } of rules.filter(linksProgram)) {
    const command = [target.includes('/') ? target : `./${target}`];
    proposals.push({
      name: target,
      kind: 'program',
      source,
      build: ['make', target],
      command,
      comment: WORKLOAD,
    });
  }
  const tests = ['check', 'test'].find((target) => targets.includes(target));
  if (tests !== undefined) {
    const comment = 'The tests, for want of a benchmark: replace them by a workload that matters.';
    proposals.push({ name: tests, kind: 'tests', source, build, command: run(tests), comment });
  }
  return proposals;
}

/** A target without extension that is made of sources or objects of C or C++. */
function linksProgram({ target, needs }: Rule): boolean {
  return (
    /^[\w/-]+$/.test(target) &&
    !/\.(c|cc|cpp|cxx|o)$/.test(target) &&
    needs.some((need) => /\.(c|cc|cpp|cxx|o)$/.test(need))
  );
}

/** Explicit rules in order, each target once, with simple variables filled in. */
function rulesOf(text: string): Rule[] {
  const lines = text
    .replace(/\r/g, '')
    .replace(/\\\n\s*/g, ' ')
    .split('\n');
  const variables = new Map<string, string>();
  const rules = new Map<string, Rule>();
  for (const line of lines) {
    const [, name, value] =
      /^\s*(?:export\s+)?([\w.-]+)\s*(?:\?|:{1,3})?=\s*(.*?)\s*(?:#.*)?$/.exec(line) ?? [];
    if (name !== undefined && value !== undefined && !line.startsWith('\t')) {
      variables.set(name, value);
      continue;
    }
    const [, left, right] = /^([^\t#:=][^:=#]*?)\s*::?(?!=)\s*([^=#]*?)\s*(?:[;#].*)?$/.exec(line) ?? [];
    if (left === undefined || right === undefined) continue;
    for (const target of filled(left, variables).split(/\s+/)) {
      if (target === '' || /[%$]/.test(target) || target.startsWith('.')) continue;
      const needs = [...(rules.get(target)?.needs ?? []), ...filled(right, variables).split(/\s+/)];
      rules.set(target, { target, needs });
    }
  }
  return [...rules.values()];
}

/** `$(NAME)`, `${NAME}` and `$(NAME:.c=.o)`; four rounds follow variables of variables. */
function filled(text: string, variables: ReadonlyMap<string, string>): string {
  let result = text;
  for (let round = 0; round < 4; round++) {
    result = result.replace(
      /\$[({]([\w.-]+)(?::([\w.%]*)=([\w.%]*))?[)}]/g,
      (written, name: string, from?: string, to?: string) => {
        const value = variables.get(name);
        if (value === undefined) return written;
        if (from === undefined || to === undefined) return value;
        const [old, fresh] = [from.replace('%', ''), to.replace('%', '')];
        return value
          .split(/\s+/)
          .map((word) => (word.endsWith(old) ? word.slice(0, word.length - old.length) + fresh : word))
          .join(' ');
      },
    );
    if (result.length > 10_000) return '';
  }
  return result;
}

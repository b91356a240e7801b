import { isFile, textOf } from './files.ts';
import { type Command, type Proposal, WORKLOAD } from './proposal.ts';

interface PackageJson {
  readonly name?: unknown;
  readonly scripts?: Readonly<Record<string, unknown>>;
  readonly bin?: unknown;
  readonly dependencies?: object;
  readonly devDependencies?: object;
}

const SOURCE = 'package.json';

/** The scripts of package.json that measure something, its programs, or its tests. */
export async function detectNode(directory: string): Promise<Proposal[]> {
  const text = await textOf(directory, SOURCE);
  const parsed = text === null ? null : parse(text);
  if (!parsed) return [];
  const build = await buildOf(directory, parsed);
  const scripts = Object.entries(parsed.scripts ?? {}).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  const proposals: Proposal[] = scripts
    .filter(([name]) => /^(bench|benchmark|perf)([:._-]|$)/.test(name))
    .map(([name, script]) => ({
      name,
      kind: 'benchmark',
      source: SOURCE,
      build,
      command: commandOf(name, script),
      comment: `The script "${name}" of package.json.`,
    }));
  for (const [name, path] of programs(parsed)) {
    if (!(await isFile(directory, path))) continue;
    const command = ['node', path.replace(/^\.\//, '')];
    proposals.push({ name, kind: 'program', source: SOURCE, build, command, comment: WORKLOAD });
  }
  const test = scripts.find(([name]) => name === 'test');
  // What `npm init` writes where there are no tests.
  if (test && !test[1].includes('no test specified')) {
    const comment = 'The test suite, for want of a benchmark: replace it by a workload that matters.';
    proposals.push({
      name: 'test',
      kind: 'tests',
      source: SOURCE,
      build,
      command: commandOf(...test),
      comment,
    });
  }
  return proposals;
}

function parse(text: string): PackageJson | null {
  try {
    const value: unknown = JSON.parse(text);
    return value !== null && typeof value === 'object' ? value : null;
  } catch {
    return null;
  }
}

/** `node file.js arguments` is run without npm, whose own start would be measured with it. */
function commandOf(name: string, script: string): Command {
  const words = script.trim().split(/\s+/);
  const plain =
    words[0] === 'node' && words.length > 1 && words.every((word) => /^[\w@%+=:,./-]+$/.test(word));
  return plain ? words : ['npm', 'run', '--silent', name];
}

/** Programs that are scripts; one that a build makes is not there to be seen. */
function programs({ name, bin }: PackageJson): [string, string][] {
  const entries =
    typeof bin === 'string'
      ? [[String(name ?? 'program').replace(/^@[^/]*\//, ''), bin]]
      : Object.entries(bin ?? {});
  return entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string');
}

const INSTALLERS = [
  ['pnpm-lock.yaml', 'pnpm install --frozen-lockfile'],
  ['yarn.lock', 'yarn install --frozen-lockfile'],
  ['package-lock.json', 'npm ci'],
  ['npm-shrinkwrap.json', 'npm ci'],
] as const;

async function buildOf(
  directory: string,
  { scripts, dependencies, devDependencies }: PackageJson,
): Promise<Command | null> {
  const steps: string[] = [];
  if (Object.keys({ ...dependencies, ...devDependencies }).length > 0) {
    let install = 'npm install';
    for (const [lock, command] of [...INSTALLERS].reverse())
      if (await isFile(directory, lock)) install = command;
    steps.push(install);
  }
  if (typeof scripts?.build === 'string') steps.push('npm run build');
  return steps.length === 0 ? null : steps.join(' && ');
}

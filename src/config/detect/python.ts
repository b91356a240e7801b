import { directoriesIn, isFile, namesIn, stem, textOf } from './files.ts';
import { type Proposal, WORKLOAD } from './proposal.ts';
import { tomlTables } from './toml.ts';

const SOURCE = 'pyproject.toml';

/** Benchmark scripts, packages that can be run, and console scripts of a Python project. */
export async function detectPython(directory: string): Promise<Proposal[]> {
  const text = await textOf(directory, SOURCE);
  if (text === null) return [];
  const tables = tomlTables(text);
  const needs = tables.find(({ header }) => header === 'project')?.lists.get('dependencies') ?? [];
  // Dependencies are installed with the project, so that both sides have what their commit asks for.
  const build = needs.length === 0 ? null : 'python3 -m venv .venv && .venv/bin/pip install --quiet .';
  const python = build === null ? 'python3' : '.venv/bin/python';
  const sources = (await directoriesIn(directory)).includes('src') ? 'src' : '.';
  const common = { source: SOURCE, build, env: { PYTHONPATH: sources } };
  const packages = await runnable(directory, sources);
  const scripts = Object.entries(
    Object.fromEntries(tables.find(({ header }) => header === 'project.scripts')?.texts ?? []),
  );
  return [
    ...(await benchmarkScripts(directory)).map(
      (path): Proposal => ({
        ...common,
        name: stem(path),
        kind: 'benchmark',
        command: [python, path],
        comment: `The script ${path}.`,
      }),
    ),
    ...packages.map(
      (name): Proposal => ({
        ...common,
        name,
        kind: 'program',
        command: [python, '-m', name],
        comment: WORKLOAD,
      }),
    ),
    ...scripts
      .filter(([name]) => !packages.includes(name))
      .flatMap(([name, entry]): Proposal[] => {
        const [, module, callable] = /^([\w.]+):(\w+)$/.exec(entry) ?? [];
        if (module === undefined || callable === undefined) return [];
        const code = `import sys; from ${module} import ${callable}; sys.exit(${callable}())`;
        return [{ ...common, name, kind: 'program', command: [python, '-c', code], comment: WORKLOAD }];
      }),
  ];
}

async function runnable(directory: string, sources: string): Promise<string[]> {
  const found: string[] = [];
  for (const name of await directoriesIn(directory, sources)) {
    if (await isFile(directory, sources, name, '__main__.py')) found.push(name);
  }
  return found;
}

async function benchmarkScripts(directory: string): Promise<string[]> {
  const top = (await namesIn(directory)).filter((name) => /^bench\w*\.py$|_bench\.py$/.test(name));
  const inner = await Promise.all(
    ['bench', 'benchmarks'].map(async (folder) =>
      (await namesIn(directory, folder))
        .filter((name) => name.endsWith('.py') && !/^(__|conftest|test_)/.test(name))
        .map((name) => `${folder}/${name}`),
    ),
  );
  return [...top, ...inner.flat()];
}

import { directoriesIn, isFile, namesIn, stem, textOf } from './files.ts';
import { type Proposal, WORKLOAD } from './proposal.ts';
import { type TomlTable, tomlTables } from './toml.ts';

const SOURCE = 'Cargo.toml';

// A user's own target directory must not hide what the worktree builds.
const TARGET = ['--target-dir', 'target'];

/** The binaries of a Rust package or workspace, else its benches. */
export async function detectCargo(directory: string): Promise<Proposal[]> {
  const text = await textOf(directory, SOURCE);
  if (text === null) return [];
  const tables = tomlTables(text);
  const proposals = await packageProposals(directory, tables);
  for (const member of await membersOf(directory, tables)) {
    const inner = await textOf(directory, member, SOURCE);
    if (inner !== null)
      proposals.push(...(await packageProposals(`${directory}/${member}`, tomlTables(inner))));
  }
  // A bench goes through cargo each time; a binary is measured alone.
  const programs = proposals.filter(({ kind }) => kind === 'program');
  return programs.length > 0 ? programs : proposals;
}

async function packageProposals(directory: string, tables: readonly TomlTable[]): Promise<Proposal[]> {
  const name = tables.find(({ header }) => header === 'package')?.texts.get('name');
  if (name === undefined) return [];
  const binaries = new Set(named(tables, 'bin'));
  if (binaries.size === 0 && (await isFile(directory, 'src/main.rs'))) binaries.add(name);
  for (const program of await rustFiles(directory, 'src/bin')) binaries.add(program);
  const benches = new Set([...named(tables, 'bench'), ...(await rustFiles(directory, 'benches'))]);
  return [
    ...[...binaries].map(
      (binary): Proposal => ({
        name: binary,
        kind: 'program',
        source: SOURCE,
        build: ['cargo', 'build', '--release', ...TARGET],
        command: [`target/release/${binary}`],
        comment: WORKLOAD,
      }),
    ),
    ...[...benches].map(
      (bench): Proposal => ({
        name: bench,
        kind: 'benchmark',
        source: SOURCE,
        build: ['cargo', 'bench', '--no-run', ...TARGET],
        command: ['cargo', 'bench', '--quiet', ...TARGET, '--bench', bench],
        comment:
          'Cargo looks for changes first, which is measured with it; a binary of its own has less noise.',
      }),
    ),
  ];
}

function named(tables: readonly TomlTable[], header: string): string[] {
  return tables.filter((table) => table.header === header).flatMap(({ texts }) => texts.get('name') ?? []);
}

async function rustFiles(directory: string, folder: string): Promise<string[]> {
  return (await namesIn(directory, folder)).filter((name) => name.endsWith('.rs')).map(stem);
}

/** Folders of a workspace's members; `crates/*` stands for all folders in `crates`. */
async function membersOf(directory: string, tables: readonly TomlTable[]): Promise<string[]> {
  const patterns = tables.find(({ header }) => header === 'workspace')?.lists.get('members') ?? [];
  const members = patterns.map(async (pattern) => {
    if (!pattern.endsWith('/*')) return [pattern];
    const parent = pattern.slice(0, -2);
    return (await directoriesIn(directory, parent)).map((name) => `${parent}/${name}`);
  });
  return (await Promise.all(members)).flat().filter((member) => !member.split('/').includes('..'));
}

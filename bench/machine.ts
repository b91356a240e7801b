import { readdir, readFile } from 'node:fs/promises';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../scripts/command.ts';
import { digest, sha256 } from '../src/core/canonical.ts';
import { fingerprint } from '../src/environment/fingerprint.ts';
import { mapProbed, valueIn } from '../src/environment/probed.ts';
import { runCommand } from '../src/platform/process.ts';

/** Where and with what the benches ran: what must be equal for their results to stand on one page. */
export interface Machine {
  /** Assay's id of this environment. */
  readonly environment: string;
  /** Digest of the code that measures and decides. */
  readonly source: string;
  /** Label and value, in order. */
  readonly facts: readonly (readonly [label: string, value: string])[];
}

export async function describeMachine(): Promise<Machine> {
  const { id, identity } = await fingerprint({ worktree: ROOT });
  const { cpu, memory, kernel, filesystem, platform } = identity;
  const totalGiB = valueIn(memory.totalGiB);
  const facts: [string, string | null][] = [
    ['processor', valueIn(cpu.model)],
    ['processors', String(cpus().length)],
    ['memory', totalGiB === null ? null : `${totalGiB} GiB`],
    ['virtualisation', valueIn(mapProbed(platform.virtualisation, (found) => found ?? 'none'))],
    ['kernel', valueIn(kernel.release)],
    ['distribution', valueIn(kernel.distribution)],
    ['filesystem', valueIn(filesystem.type)],
    ['Assay', await commit()],
    ['Node', process.version],
    ['SQLite in Node', process.versions.sqlite ?? null],
    ['hyperfine', await versionOf('hyperfine')],
    ['C compiler', await versionOf('cc')],
  ];
  return {
    environment: id,
    source: await sourceDigest(),
    facts: facts.map(([label, value]) => [label, value ?? 'not known']),
  };
}

/** What is measured on the one can be put beside what is measured on the other. */
export function alike(one: Machine, other: Machine): boolean {
  return one.environment === other.environment && one.source === other.source;
}

/** Mean number of processes that ran or wanted to over the last minute. */
export function loadOverLastMinute(): number {
  return loadavg()[0]!;
}

async function commit(): Promise<string> {
  const { version } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')) as { version: string };
  const git = async (...args: string[]): Promise<string> =>
    (await runCommand(['git', ...args], { cwd: ROOT })).stdout.trim();
  const dirty =
    (await git('status', '--porcelain', '--untracked-files=no', '--', 'src', 'sampler', 'bin')) !== '';
  return `${version} (${await git('rev-parse', '--short=12', 'HEAD')}${dirty ? ', dirty' : ''})`;
}

/** Of everything that a measurement may depend on, as it is on disk now. */
async function sourceDigest(): Promise<string> {
  const contents: [string, string][] = [];
  for (const folder of ['src', 'sampler', 'bin']) {
    const entries = await readdir(join(ROOT, folder), { recursive: true, withFileTypes: true });
    for (const entry of entries.filter((each) => each.isFile() && /^assay$|\.(ts|c|h)$/.test(each.name))) {
      const path = join(entry.parentPath, entry.name);
      contents.push([path.slice(ROOT.length), sha256(await readFile(path))]);
    }
  }
  return digest(contents.sort(([a], [b]) => (a < b ? -1 : 1)));
}

async function versionOf(program: string): Promise<string | null> {
  const said = await runCommand([program, '--version']).catch(() => null);
  return said?.stdout.split('\n')[0]?.trim() || null;
}

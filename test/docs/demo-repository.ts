import { randomUUID } from 'node:crypto';
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand } from '../../src/platform/process.ts';
import { ROOT } from './markdown.ts';

/** A repository with the five commits of the demo, and `assay` on PATH, in a temporary folder. */
export interface DemoRepository extends AsyncDisposable {
  readonly folder: string;
  /** Runs a shell line as a reader would, and gives both streams in one. */
  shell(line: string): Promise<Outcome>;
}

export interface Outcome {
  /** `null` when ended by a signal. */
  readonly exitCode: number | null;
  readonly output: string;
}

const COMMITS: readonly (readonly [folder: string, title: string])[] = [
  ['1-first', 'Digest a stream of records'],
  ['2-slower', 'Check a sample of the records twice'],
  ['3-faster', 'Digest two bytes at a time'],
  ['4-rename', 'Say generate where records are generated'],
  ['5-docs', 'Explain the program'],
];

/** Enough to decide a change of 20 % on a quiet machine, and an end to what stays undecided. */
const TIME = 'defaults: {time: 2s}\n';

export async function demoRepository(): Promise<DemoRepository> {
  const top = await mkdtemp(join(tmpdir(), 'assay-docs-'));
  const folder = join(top, 'digest');
  const bin = join(top, 'bin');
  await mkdir(folder);
  await mkdir(bin);
  await symlink(join(ROOT, 'bin/assay'), join(bin, 'assay'));
  const env = {
    ...process.env,
    PATH: `${bin}:${process.env.PATH}`,
    NO_COLOR: '1',
    CI: '1',
    // Other tests measure at the same time; an example shall not print that it waits for them.
    ASSAY_QUEUE: randomUUID(),
    GIT_CONFIG_GLOBAL: join(top, 'gitconfig'),
    GIT_CONFIG_NOSYSTEM: '1',
    // Commits get the same names each time.
    GIT_AUTHOR_DATE: '2026-11-02T09:00:00Z',
    GIT_COMMITTER_DATE: '2026-11-02T09:00:00Z',
  };
  await writeFile(
    env.GIT_CONFIG_GLOBAL,
    '[user]\n\tname = A reader\n\temail = reader@example.invalid\n[init]\n\tdefaultBranch = main\n',
  );
  const shell = async (line: string): Promise<Outcome> => {
    const { exitCode, stdout } = await runCommand(['/bin/bash', '-c', `exec 2>&1\n${line}`], {
      cwd: folder,
      env,
    });
    return { exitCode, output: stdout };
  };
  await shell('git init --quiet');
  for (const [from, title] of COMMITS) {
    await cp(join(ROOT, 'examples/demo', from), folder, { recursive: true });
    if (from === '1-first') await shell(`printf '${TIME.replace('\n', '\\n')}' >> assay.yaml`);
    await shell(`git add --all && git commit --quiet --message '${title}'`);
  }
  return { folder, shell, [Symbol.asyncDispose]: () => rm(top, { recursive: true, force: true }) };
}

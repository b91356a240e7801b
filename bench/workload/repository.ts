import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { runCommand } from '../../src/platform/process.ts';

/** Content by path. */
export type Files = Readonly<Record<string, string>>;

/** A git repository with two commits, `HEAD~1` and `HEAD`, of which the second changes `second`'s files. */
export async function twoCommits(path: string, first: Files, second: Files): Promise<void> {
  await commits(path, [first, second]);
}

/** A git repository with a commit for each of `changes`, in order. */
export async function commits(path: string, changes: readonly Files[]): Promise<void> {
  await mkdir(path, { recursive: true });
  await git(path, 'init', '--quiet', '--initial-branch=main');
  for (const [i, files] of changes.entries()) await commit(path, files, `commit ${i}`);
}

export async function writeFiles(folder: string, files: Files): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), content);
  }
}

async function commit(path: string, files: Files, message: string): Promise<void> {
  await writeFiles(path, files);
  await git(path, 'add', '--all');
  await git(path, 'commit', '--quiet', '--message', message);
}

async function git(path: string, ...args: string[]): Promise<void> {
  const settings = ['user.name=Assay bench', 'user.email=bench@example.invalid', 'commit.gpgsign=false'];
  const argv = ['git', ...settings.flatMap((setting) => ['-c', setting]), ...args];
  const { exitCode, stderr } = await runCommand(argv, { cwd: path });
  if (exitCode !== 0) throw new Error(`git ${args[0]} in ${path}: ${stderr}`);
}

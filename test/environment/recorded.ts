import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type Machine, machineAt } from '../../src/environment/machine.ts';

/** Another machine's files, laid out in a temporary folder until disposed of. */
export interface RecordedMachine extends AsyncDisposable {
  readonly root: string;
  readonly machine: Machine;
}

/** Unpacks test/environment/fixtures/NAME.txt: `==> PATH <==`, the content, an empty line, as tail -v prints. */
export async function recordedMachine(name: string): Promise<RecordedMachine> {
  return machineOf(recordedFiles(await readFile(new URL(`fixtures/${name}.txt`, import.meta.url), 'utf8')));
}

/** The files in a recording, by path. */
export function recordedFiles(text: string): Record<string, string> {
  const parts = text.split(/^==> (.*) <==\n/m).slice(1);
  const files: Record<string, string> = {};
  for (let i = 0; i < parts.length; i += 2) files[parts[i]!] = parts[i + 1]!.replace(/\n\n?$/, '\n');
  return files;
}

/** A machine that has exactly these files; a namespace is a link to its name. */
export async function machineOf(files: Readonly<Record<string, string>>): Promise<RecordedMachine> {
  const root = await mkdtemp(join(tmpdir(), 'assay-machine-'));
  for (const [path, content] of Object.entries(files)) {
    const file = join(root, path);
    await mkdir(dirname(file), { recursive: true });
    if (path.includes('/ns/')) await symlink(content.trim(), file);
    else await writeFile(file, content);
  }
  return {
    root,
    machine: machineAt(root),
    [Symbol.asyncDispose]: () => rm(root, { recursive: true, force: true }),
  };
}

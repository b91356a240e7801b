import { constants, existsSync } from 'node:fs';
import { access, open, realpath, stat } from 'node:fs/promises';
import { basename, delimiter, dirname, isAbsolute, join } from 'node:path';

export interface Program {
  readonly path: string;
  readonly realPath: string;
  readonly size: number;
  readonly mtimeMs: number;
  /** Whether its version can only change with the file; a version manager's stand-in can answer anything. */
  readonly steady: boolean;
}

/** The program that a shell would run for `command`; `null` if there is none. Relative folders are skipped. */
export async function findOnPath(command: string, path: string): Promise<Program | null> {
  for (const folder of path.split(delimiter)) {
    const file = join(folder, command);
    // Most are in none but one folder. Asked at once, that takes a tenth of the time.
    if (!isAbsolute(folder) || !existsSync(file)) continue;
    const program = await examine(file, command);
    if (program !== null) return program;
  }
  return null;
}

async function examine(path: string, command: string): Promise<Program | null> {
  try {
    await access(path, constants.X_OK);
    const [found, realPath] = await Promise.all([stat(path), realpath(path)]);
    if (!found.isFile()) return null;
    const standIn = isStandIn(basename(realPath), command) || (await isRustupProxy(realPath, found.ino));
    const steady = !standIn && (await isBinary(realPath));
    return { path, realPath, size: found.size, mtimeMs: found.mtimeMs, steady };
  } catch {
    return null;
  }
}

/** `python3` may be a link to `python3.11`, `cc` to `x86_64-linux-gnu-gcc-12`, but not to `mise` or `ccache`. */
function isStandIn(realName: string, command: string): boolean {
  return realName === 'ccache' || !realName.includes(command === 'c++' ? '++' : command);
}

/** rustup installs itself under the name of each tool, as hard links. */
async function isRustupProxy(realPath: string, inode: number): Promise<boolean> {
  const rustup = await stat(join(dirname(realPath), 'rustup')).catch(() => null);
  return rustup?.ino === inode;
}

/** ELF, or one of the Mach-O magic numbers. Anything else is a script, which may look anywhere. */
const MAGIC = new Set(['7f454c46', 'cffaedfe', 'cafebabe', 'feedfacf']);

async function isBinary(path: string): Promise<boolean> {
  await using file = await open(path, 'r');
  const { buffer, bytesRead } = await file.read(Buffer.alloc(4), 0, 4, 0);
  return bytesRead === 4 && MAGIC.has(buffer.toString('hex'));
}

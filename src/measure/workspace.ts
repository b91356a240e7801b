import { existsSync } from 'node:fs';
import { mkdir, realpath, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { AssayError } from '../core/error.ts';
import type { Repository } from '../platform/git/repository.ts';

/** Where a project keeps Assay's state. */
export interface Workspace {
  /** Absolute path of the folder of `assay.yaml`. */
  readonly projectRoot: string;
  /** That folder relative to the root of the repository; empty when they are the same. */
  readonly prefix: string;
  /** `.assay/` in the project. It ignores itself, so git never sees it. */
  readonly stateDir: string;
  readonly treesDir: string;
  readonly logsDir: string;
  readonly resultsDir: string;
  /** Paths relative to the root of the repository whose changes do not make it dirty: our own output. */
  readonly unmeasured: readonly string[];
}

export async function openWorkspace(repository: Repository, projectDir: string): Promise<Workspace> {
  const projectRoot = await realpath(projectDir);
  const prefix = relative(repository.root, projectRoot);
  const stateDir = join(projectRoot, '.assay');
  const resultsDir = join(projectRoot, 'results');
  try {
    await mkdir(stateDir, { recursive: true });
    await writeFile(join(stateDir, '.gitignore'), '*\n', { flag: 'wx' }).catch(ignoreExisting);
  } catch (cause) {
    throw new AssayError('infrastructure', `${stateDir} cannot be written`, {
      hint: 'Assay keeps samples and builds there: make the folder writable',
      cause,
    });
  }
  return {
    projectRoot,
    prefix,
    stateDir,
    treesDir: join(stateDir, 'trees'),
    logsDir: join(stateDir, 'logs'),
    resultsDir,
    // A folder of that name that is not ours is measured like any other.
    unmeasured: existsSync(join(resultsDir, 'data', 'figures.json'))
      ? [relative(repository.root, resultsDir)]
      : [],
  };
}

function ignoreExisting(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error;
}

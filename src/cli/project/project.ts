import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { AssayError } from '../../core/error.ts';
import { recoverRuns } from '../../measure/recover.ts';
import { openWorkspace, type Workspace } from '../../measure/workspace.ts';
import { findRepository, type Repository } from '../../platform/git/repository.ts';
import { refuseDamaged } from '../../store/damage.ts';
import { openStore, type Store } from '../../store/open.ts';
import type { Context, ProjectStore } from '../context.ts';

/** A project opened for measuring. */
export interface Project {
  readonly repository: Repository;
  readonly workspace: Workspace;
  readonly configPath: string;
  readonly databasePath: string;
}

/** The project of the configuration that is given or nearest; a missing one is a `config` error. */
export async function openProject(context: Context): Promise<Project> {
  const { findConfig } = await import('../../config/find.ts');
  const repository = await findRepository(context.cwd);
  const configPath = context.files.config ?? (await findConfig(context.cwd));
  const workspace = await openWorkspace(repository, dirname(configPath));
  return {
    repository,
    workspace,
    configPath,
    databasePath: context.files.db ?? join(workspace.stateDir, 'assay.db'),
  };
}

/**
 * The store of the project, after marking runs whose process died. Reading goes on without that where the
 * database cannot be written.
 */
export async function openProjectStore(
  context: Context,
  options: { readonly?: boolean } = {},
): Promise<ProjectStore> {
  const projectRoot = await findProjectRoot(context);
  const store = await openRecovered(
    context.files.db ?? join(projectRoot, '.assay', 'assay.db'),
    options.readonly ?? false,
  );
  return {
    store,
    projectRoot,
    resultsDir: join(projectRoot, 'results'),
    [Symbol.asyncDispose]: () => store[Symbol.asyncDispose](),
  };
}

async function openRecovered(path: string, readonly: boolean): Promise<Store> {
  // Reading never creates a database.
  if (readonly && !existsSync(path)) return openStore(path, { readonly });
  try {
    await using stack = new AsyncDisposableStack();
    const store = stack.use(await openStore(path));
    if (!readonly) refuseDamaged(store);
    await recoverRuns(store);
    stack.move();
    return store;
  } catch (error) {
    if (!readonly || !(error instanceof AssayError) || error.code !== 'store') throw error;
    return openStore(path, { readonly: true });
  }
}

/** The folder of assay.yaml; without one, the top of the repository; without that, the current folder. */
export async function findProjectRoot(context: Context): Promise<string> {
  const { findConfig } = await import('../../config/find.ts');
  if (context.files.config) return dirname(context.files.config);
  try {
    return dirname(await findConfig(context.cwd));
  } catch (missing) {
    if (!(missing instanceof AssayError)) throw missing;
    return findRepository(context.cwd).then(
      ({ root }) => root,
      () => context.cwd,
    );
  }
}

import { lstat, readdir } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { environmentsOf } from '../../config/environments.ts';
import { configsIn, repositoryOf } from '../../config/find.ts';
import { loadConfig } from '../../config/load.ts';
import { AssayError } from '../../core/error.ts';
import { kindOf, type Source } from '../../lint/source.ts';
import { git } from '../../platform/git/git.ts';
import type { Context } from '../context.ts';
import { findProjectRoot } from '../project/project.ts';

/** A file to look at, not read yet. */
export interface Found {
  readonly kind: Source['kind'];
  /** Absolute. */
  readonly path: string;
  /** As messages name it. */
  readonly file: string;
}

/** The files named, those of the folders named, or those of the project. */
export async function findSources(context: Context, paths: readonly string[]): Promise<Found[]> {
  const found = paths.length === 0 ? await ofProject(context) : await named(context, paths);
  const unique = new Map(found.map(({ path, kind }) => [path, kind]));
  if (unique.size === 0) {
    throw new AssayError(
      'usage',
      `there is no assay.yaml, Dockerfile or compose file in ${paths.join(', ') || context.cwd}`,
      {
        hint: 'name the files: assay lint FILE …',
      },
    );
  }
  return [...unique].map(([path, kind]) => ({ path, kind, file: displayed(context.cwd, path) }));
}

type Place = Omit<Found, 'file'>;

async function ofProject(context: Context): Promise<Place[]> {
  const root = await findProjectRoot(context);
  const configs = context.files.config === null ? await configsIn(root) : [context.files.config];
  const others = (await filesBelow(root)).filter(({ kind }) => kind !== 'project');
  const projects = configs.map((path): Place => ({ kind: 'project', path }));
  return [...projects, ...(await Promise.all(configs.map(dockerfilesOf))).flat(), ...others];
}

async function named(context: Context, paths: readonly string[]): Promise<Place[]> {
  const found = await Promise.all(
    paths.map(async (given): Promise<Place[]> => {
      const path = resolve(context.cwd, given);
      const about = await lstatOf(path);
      if (about === null) {
        throw new AssayError('usage', `${given}: there is no such file or folder`, {
          hint: 'without a name, the files of the project are looked at',
        });
      }
      return about.isDirectory() ? filesBelow(path) : [{ kind: kindOf(path) ?? kindByEnding(path), path }];
    }),
  );
  return found.flat();
}

/** A file that is named by hand and not by custom. */
function kindByEnding(path: string): Source['kind'] {
  return /\.ya?ml$/.test(path) ? 'compose' : 'dockerfile';
}

/** The Dockerfiles that environments build from; where the configuration cannot be read, linting says so. */
async function dockerfilesOf(config: string): Promise<Place[]> {
  const environments = await loadConfig(config)
    .then(environmentsOf)
    .catch(() => new Map<string, never>());
  const paths = [...environments.values()].flatMap((environment) =>
    environment.kind === 'container' && environment.image.kind === 'dockerfile'
      ? [join(dirname(config), environment.image.path)]
      : [],
  );
  const there = await Promise.all(paths.map(lstatOf));
  return paths.filter((_, index) => there[index]).map((path) => ({ kind: 'dockerfile', path }));
}

/** What git does not ignore; outside of a repository everything but hidden folders and packages of Node. */
async function filesBelow(folder: string): Promise<Place[]> {
  const paths = (await repositoryOf(folder)) === undefined ? await walk(folder) : await listed(folder);
  const found = paths.flatMap((path): Place[] => {
    const kind = kindOf(path);
    return kind === null ? [] : [{ kind, path: join(folder, path) }];
  });
  const there = await Promise.all(found.map(({ path }) => lstatOf(path)));
  return found.filter((_, index) => there[index] && !there[index].isDirectory());
}

async function listed(folder: string): Promise<string[]> {
  const names = await git(folder, [
    'ls-files',
    '-z',
    '--cached',
    '--others',
    '--exclude-standard',
    '--',
    '.',
  ]);
  return names.split('\0').filter(Boolean);
}

async function walk(folder: string): Promise<string[]> {
  const found: string[] = [];
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (entry.name.startsWith('.') || entry.name === 'node_modules') continue;
    if (!entry.isDirectory()) found.push(entry.name);
    else for (const inner of await walk(join(folder, entry.name))) found.push(join(entry.name, inner));
  }
  return found.sort();
}

async function lstatOf(path: string) {
  return lstat(path).catch(() => null);
}

function displayed(cwd: string, path: string): string {
  const fromHere = relative(cwd, path);
  return fromHere.startsWith('..') ? path : fromHere;
}

import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { openStore, type Store } from '../../src/store/open.ts';
import { type AssayOptions, runAssay, type Said, type Started, startAssay, testEnvironment } from './cli.ts';

export type Files = Readonly<Record<string, string>>;

/** A git repository with an assay.yaml in a temporary folder, which goes when disposed. */
export interface Project extends AsyncDisposable {
  /** Absolute path of the repository; spaces and non-ASCII letters included. */
  readonly root: string;
  /** Temporary, outside of the repository: for what benchmarks write. */
  readonly outside: string;
  write(files: Files): Promise<void>;
  /** Output of git without the last newline. */
  git(...args: string[]): string;
  /** Commits everything and gives the full object name. */
  commit(message: string, files?: Files): Promise<string>;
  assay(...args: string[]): Promise<Said>;
  /** The result of `assay ARGS --json`, whatever the verdict; an error is thrown. */
  // biome-ignore lint/suspicious/noExplicitAny: tests name the fields they look at
  json(...args: string[]): Promise<any>;
  start(args: readonly string[], options?: Partial<AssayOptions>): Started;
  store(): Promise<Store>;
}

/** Starts with one commit of these files on the branch `main`. */
export async function createProject(files: Files): Promise<Project> {
  const folder = await mkdtemp(join(tmpdir(), 'assay test é '));
  const root = join(folder, 'project');
  const outside = join(folder, 'outside');
  await mkdir(root);
  await mkdir(outside);
  const project = projectAt(root, outside, folder);
  project.git('init', '--quiet', '--initial-branch=main');
  await project.commit('first', files);
  return project;
}

function projectAt(root: string, outside: string, folder: string): Project {
  const project: Project = {
    root,
    outside,
    async write(files) {
      for (const [path, content] of Object.entries(files)) {
        await mkdir(dirname(join(root, path)), { recursive: true });
        await writeFile(join(root, path), content);
      }
    },
    git: (...args) => git(root, ...args),
    async commit(message, files = {}) {
      await project.write(files);
      project.git('add', '--all');
      project.git('commit', '--quiet', '--allow-empty', '--message', message);
      return project.git('rev-parse', 'HEAD');
    },
    assay: (...args) => runAssay(args, { cwd: root }),
    async json(...args) {
      const { stdout, stderr } = await runAssay([...args, '--json'], { cwd: root });
      const result = stdout.startsWith('{') ? JSON.parse(stdout) : { schema: 'assay.error/1' };
      if (result.schema !== 'assay.error/1') return result;
      throw new Error(`assay ${args.join(' ')} --json gave no result:\n${stdout}${stderr}`);
    },
    start: (args, options) => startAssay(args, { cwd: root, ...options }),
    store: () => openStore(join(root, '.assay', 'assay.db')),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
  return project;
}

/** Output of git in `cwd` without the last newline, under the configuration of {@link testEnvironment}. */
export function git(cwd: string, ...args: string[]): string {
  const env = testEnvironment();
  return execFileSync('git', args, { cwd, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).replace(
    /\n$/,
    '',
  );
}

/** An assay.yaml of one benchmark named `work`, from JSON, which YAML includes. */
export function configOf(benchmark: object, rest: object = {}): string {
  return JSON.stringify({ version: 1, ...rest, benchmarks: { work: benchmark } }, null, 2);
}

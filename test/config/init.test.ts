import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { initCommand } from '../../src/cli/init.ts';
import { loadConfig } from '../../src/config/load.ts';
import { argvOf, type CommandSpec, type Plan } from '../../src/config/plan.ts';
import { planOf } from '../../src/config/plan-of.ts';
import { git } from '../../src/platform/git/git.ts';
import { runCommand } from '../../src/platform/process.ts';
import { initContext } from './init-context.ts';
import { REPOSITORIES } from './repositories.ts';
import { type Temporary, temporary } from './temporary.ts';

async function repository(files: Readonly<Record<string, string>>): Promise<Temporary> {
  const directory = await temporary(files);
  await git(directory.path, ['init', '--quiet']);
  return directory;
}

async function init(directory: string, options: { args?: string[]; json?: boolean } = {}) {
  const { context, output } = initContext(directory, options.json ?? false);
  await initCommand(context).parseAsync(options.args ?? [], { from: 'user' });
  return output;
}

async function run(command: CommandSpec, cwd: string, env: Readonly<Record<string, unknown>>) {
  const result = await runCommand([...argvOf(command)], {
    cwd,
    env: { ...process.env, ...(env as Record<string, string>) },
  });
  assert.equal(result.exitCode, 0, `${JSON.stringify(command)}: ${result.stdout}${result.stderr}`);
  return result.stdout;
}

for (const { name, needs, files, benchmarks, prints } of REPOSITORIES) {
  test(`what init proposes for ${name} builds and runs`, async (t) => {
    await using directory = await repository(files);
    await init(directory.path);
    const plan = planOf(await loadConfig(join(directory.path, 'assay.yaml')));
    assert.deepEqual(
      plan.benchmarks.map((benchmark) => benchmark.name),
      benchmarks,
    );
    if (!(await available(needs))) {
      assert.equal(process.env.CI, undefined, `${needs} is missing, and must be there in CI`);
      t.diagnostic(`${needs} is not on PATH: what was proposed was read, but not run`);
      return;
    }
    for (const printed of await runAll(plan, directory.path)) assert.match(printed, prints);
  });
}

/** Builds and runs everything, equal builds once as Assay does; what each benchmark printed. */
async function runAll(plan: Plan, directory: string): Promise<string[]> {
  const printed: string[] = [];
  const built = new Set<string>();
  for (const { build, cases } of plan.benchmarks) {
    if (build && !built.has(JSON.stringify(build))) await run(build.command, directory, build.env);
    built.add(JSON.stringify(build));
    for (const { command, cwd, env } of cases) printed.push(await run(command, join(directory, cwd), env));
  }
  return printed;
}

async function available(program: string): Promise<boolean> {
  const { exitCode } = await runCommand(['sh', '-c', `command -v ${program}`]);
  return exitCode === 0;
}

test('a repository that suggests nothing gets an example to replace, and that runs', async () => {
  await using directory = await repository({ 'README.md': '' });
  const { stdout } = await init(directory.path);
  assert.match(stdout, /nothing to measure was found/);
  const [example] = planOf(await loadConfig(join(directory.path, 'assay.yaml'))).benchmarks;
  await run(example!.cases[0]!.command, directory.path, {});
});

for (const existing of ['assay.yaml', 'assay.yml']) {
  test(`an ${existing} that is there is never overwritten`, async () => {
    await using directory = await repository({ [existing]: 'mine' });
    await assert.rejects(init(directory.path), {
      code: 'usage',
      message: `${join(directory.path, existing)} is there already; it was not changed`,
      hint: 'see what would be written with `assay init --dry-run`',
    });
    assert.equal(await readFile(join(directory.path, existing), 'utf8'), 'mine');
  });
}

test('a dry run prints the configuration and writes nothing', async () => {
  await using directory = await repository({ Makefile: 'bench:\n\techo x\n' });
  const { stdout } = await init(directory.path, { args: ['--dry-run'] });
  assert.match(stdout, /^# What Assay measures here[\s\S]*\n {2}bench:\n/);
  assert.equal(await git(directory.path, ['status', '--porcelain']), '?? Makefile');
});

test('only assay.yaml is written, .gitignore is left alone', async () => {
  await using directory = await repository({ Makefile: 'bench:\n\techo x\n' });
  await init(directory.path);
  assert.equal(await git(directory.path, ['status', '--porcelain']), '?? Makefile\n?? assay.yaml');
});

test('as JSON, the result names the file and what was found', async () => {
  await using directory = await repository({ Makefile: 'all:\nbench:\n\techo x\n' });
  const { stdout } = await init(directory.path, { json: true });
  assert.deepEqual(JSON.parse(stdout), {
    schema: 'assay.init/1',
    path: join(directory.path, 'assay.yaml'),
    detected: [
      {
        name: 'bench',
        kind: 'benchmark',
        source: 'Makefile',
        build: ['make', 'all'],
        command: ['make', '--silent', '--no-print-directory', 'bench'],
      },
    ],
  });
});

test('outside of a repository the configuration is written, with the next step', async () => {
  await using directory = await temporary();
  const { stderr } = await init(directory.path);
  assert.match(stderr, /git init/);
});

test('broken and hostile build files give fewer proposals, never a broken configuration', async () => {
  const hostile = 'a"\n  evil: {command: rm}\n# \u0000\u2028{x}';
  await using directory = await repository({
    'package.json': JSON.stringify({ scripts: { [`bench:${hostile}`]: 'node x.js', 'bench-2': hostile } }),
    'Cargo.toml': '[package\nname = ',
    'go.mod': 'module',
    'CMakeLists.txt': `add_executable(\${X} $<Y>`,
    'pyproject.toml': '[project.scripts]\n"a b" = "x:y"\nbad = "no entry"',
    Makefile: 'A = $(B)\nB = $(A) $(A)\n$(A): x.c\n%.o: %.c\n.PHONY: all\n',
  });
  await init(directory.path);
  const plan = planOf(await loadConfig(join(directory.path, 'assay.yaml')));
  assert.equal(plan.benchmarks.length, 2);
  await writeFile(join(directory.path, 'package.json'), '[not json');
  const { stdout } = await init(directory.path, { args: ['--dry-run'] });
  assert.match(stdout, /a-b:/);
});

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import fc from 'fast-check';
import { diffEnvironments, isApart } from '../../src/environment/difference.ts';
import { fingerprint } from '../../src/environment/fingerprint.ts';
import { divideByUse, NOT_USED } from '../../src/environment/probe/toolchain-by-use.ts';
import { COMPILERS, type Compiler, type CompilerName } from '../../src/environment/probe/tools.ts';
import { probeUsedTools } from '../../src/environment/probe/used-tools.ts';
import type { Probed } from '../../src/environment/probed.ts';
import type { EnvironmentRecord } from '../../src/environment/record.ts';

let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assay-used-'));
});
after(() => rm(folder, { recursive: true, force: true }));

/** A repository of its own with these files. */
async function repository(name: string, files: Readonly<Record<string, string>> = {}): Promise<string> {
  const root = join(folder, name);
  await mkdir(root);
  execFileSync('git', ['init', '-q', root]);
  for (const [path, content] of Object.entries(files)) await put(join(root, path), content);
  return root;
}

async function put(path: string, content: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content);
}

async function usedIn(project: string, env: NodeJS.ProcessEnv = {}): Promise<string[]> {
  const used = await probeUsedTools(project, env);
  assert.ok('value' in used, JSON.stringify(used));
  return [...used.value].sort();
}

/** A project, and a PATH on which nothing is installed but what the test installs. */
async function bench(name: string, files: Readonly<Record<string, string>>) {
  const project = await repository(name, files);
  const bin = join(folder, `${name}-bin`);
  await mkdir(bin);
  const env = { PATH: bin, XDG_CACHE_HOME: join(folder, `${name}-cache`) };
  return {
    project,
    install: (tool: string, version: string) =>
      writeFile(join(bin, tool), `#!/bin/sh\necho ${version}\n`, { mode: 0o755 }),
    remove: (tool: string) => rm(join(bin, tool)),
    record: () => fingerprint({ worktree: project, env }),
  };
}

function whatMatters(a: EnvironmentRecord, b: EnvironmentRecord): string[] {
  return diffEnvironments(a, b)
    .filter(({ grade }) => isApart(grade))
    .map(({ field }) => field.path);
}

describe('the id of an environment', () => {
  test('stays when a tool is installed, upgraded or removed that the project does not use', async () => {
    const { install, remove, record } = await bench('unused', { Makefile: 'all:\n\tcc -o main main.c\n' });
    const without = await record();
    assert.deepEqual(without.identity.toolchain.ruby, { value: NOT_USED });
    assert.deepEqual(without.conditions.toolchain.others, { value: {} });
    await install('ruby', 'ruby 3.1.2');
    const installed = await record();
    await install('ruby', 'ruby 3.3.0');
    const upgraded = await record();
    await install('ruby', 'broken');
    const broken = await record();
    await remove('ruby');
    const removed = await record();
    for (const later of [installed, upgraded, broken, removed]) {
      assert.equal(later.id, without.id);
      assert.deepEqual(whatMatters(without, later), []);
    }
    assert.deepEqual(
      [installed, upgraded, broken, removed].map((each) => each.conditions.toolchain.others),
      [
        { value: { ruby: 'ruby 3.1.2' } },
        { value: { ruby: 'ruby 3.3.0' } },
        { value: { ruby: 'installed, but it printed no version' } },
        { value: {} },
      ],
    );
  });

  test('changes when one is installed, upgraded or removed that the project uses', async () => {
    const { install, remove, record } = await bench('used', { Gemfile: '' });
    const without = await record();
    assert.deepEqual(without.identity.toolchain.ruby, { value: null });
    await install('ruby', 'ruby 3.1.2');
    const installed = await record();
    await install('ruby', 'ruby 3.3.0');
    const upgraded = await record();
    await remove('ruby');
    const removed = await record();
    assert.deepEqual(whatMatters(without, installed), ['toolchain.ruby']);
    assert.deepEqual(whatMatters(installed, upgraded), ['toolchain.ruby']);
    assert.equal(new Set([without.id, installed.id, upgraded.id]).size, 3);
    assert.equal(removed.id, without.id);
    assert.deepEqual(upgraded.identity.toolchain.ruby, { value: 'ruby 3.3.0' });
    assert.deepEqual(upgraded.conditions.toolchain.others, { value: {} });
  });

  test('changes with the compiler that is always used, in a project of nothing', async () => {
    const { install, record } = await bench('empty', {});
    for (const tool of ['cc', 'c++', 'ld', 'getconf']) await install(tool, '1.0');
    const before = await record();
    for (const [tool, path] of [['cc'], ['c++'], ['ld'], ['getconf', 'toolchain.libc']] as const) {
      await install(tool, '2.0');
      assert.deepEqual(whatMatters(before, await record()), [path ?? `toolchain.${tool}`]);
      await install(tool, '1.0');
    }
    assert.equal((await record()).id, before.id);
  });

  test('changes only by the tool of a marker that appears, and goes back with it', async () => {
    const { project, install, record } = await bench('appearing', {});
    for (const tool of ['ruby', 'perl', 'go']) await install(tool, `${tool} 1.0`);
    const before = await record();
    await put(join(project, 'go.mod'), 'module x\n');
    const after = await record();
    assert.deepEqual(whatMatters(before, after), ['toolchain.go']);
    assert.deepEqual(after.identity.toolchain.go, { value: 'go 1.0' });
    assert.deepEqual(after.conditions.toolchain.others, { value: { ruby: 'ruby 1.0', perl: 'perl 1.0' } });
    await rm(join(project, 'go.mod'));
    assert.equal((await record()).id, before.id);
  });
});

describe('a tool is used', () => {
  test('where a marker of its ecosystem stands, and each marker is of one tool', async () => {
    const project = await repository('markers');
    const all = Object.entries<Compiler>(COMPILERS).flatMap(([name, { markers }]) =>
      markers === 'always'
        ? []
        : markers.map((marker) => [name, marker.replace('*', 'some.project')] as const),
    );
    assert.ok(all.length > 20);
    for (const [name, marker] of all) {
      const path = join(project, marker);
      await writeFile(path, '');
      assert.deepEqual(await usedIn(project), [name], marker);
      await rm(path);
      await mkdir(path);
      assert.deepEqual(await usedIn(project), [], `a folder ${marker}`);
      await rm(path, { recursive: true });
    }
  });

  test('where its name is a word of a build file, not in a comment or within another word', async () => {
    const project = await repository('words');
    for (const name of ['assay.yaml', 'assay.yml', 'Makefile', 'makefile', 'GNUmakefile', 'CMakeLists.txt']) {
      const path = join(project, name);
      await writeFile(path, 'all:\n\t/usr/bin/clang-16 x.c; CC="ccache gcc"\n  # once python3 was here\n');
      assert.deepEqual(await usedIn(project), ['clang', 'gcc'], name);
      await writeFile(path, 'all: node_modules cargo\n\tgood javac denote rubyish ./a.pyphp5\n#perl\n');
      assert.deepEqual(await usedIn(project), [], name);
      await rm(path);
    }
    await writeFile(join(project, 'notes.txt'), 'go node ruby');
    assert.deepEqual(await usedIn(project), []);
  });

  test('where CC or CXX name it, whatever else the variables say', async () => {
    const project = await repository('variables');
    assert.deepEqual(await usedIn(project, { CC: 'ccache gcc-13 -O2' }), ['gcc']);
    assert.deepEqual(await usedIn(project, { CC: '/opt/zig cc', CXX: 'clang++' }), ['clang', 'zig']);
    assert.deepEqual(await usedIn(project, { CC: 'tcc', EDITOR: 'node' }), []);
  });

  test('by the folder of the configuration and the top of the repository, not by those between', async () => {
    const root = await repository('monorepo', {
      'Cargo.toml': '',
      'packages/Gemfile': '',
      'packages/parser/assay.yaml': 'benchmarks: {}\n',
      'packages/parser/go.mod': '',
      'packages/parser/cmd/build.zig': '',
      'packages/parser/vendor/package.json': '',
    });
    const expected = ['go', 'rustc'];
    assert.deepEqual(await usedIn(join(root, 'packages/parser')), expected);
    assert.deepEqual(await usedIn(join(root, 'packages/parser/cmd')), expected, 'the same from below');
    assert.deepEqual(await usedIn(join(root, 'packages')), ['ruby', 'rustc'], 'without a configuration');
    assert.deepEqual(await usedIn(root), ['rustc']);
  });

  test('by its own folder alone outside a repository', async () => {
    await put(join(folder, 'outside/go.mod'), '');
    await put(join(folder, 'outside/inner/Gemfile'), '');
    assert.deepEqual(await usedIn(join(folder, 'outside/inner')), ['ruby']);
  });

  test('by what a pipe does not say: it is not waited for', async () => {
    const project = await repository('pipe', { Gemfile: '' });
    execFileSync('mkfifo', [join(project, 'Makefile')]);
    assert.deepEqual(await usedIn(project), ['ruby']);
  });
});

test('a build file that cannot be read leaves unknown what is used, without its path', async () => {
  const { project, install, record } = await bench('unreadable', { Gemfile: '' });
  await install('cc', 'cc 1.0');
  await install('ruby', 'ruby 3.1.2');
  await symlink('Makefile', join(project, 'Makefile'));
  const { identity, conditions } = await record();
  assert.deepEqual(identity.toolchain.cc, { value: 'cc 1.0' });
  assert.deepEqual(identity.toolchain.ruby, { unavailable: 'Makefile cannot be read (ELOOP)' });
  assert.deepEqual(conditions.toolchain.others, { value: { ruby: 'ruby 3.1.2' } });
});

test('what counts depends on the used tools alone, and nothing installed is lost', () => {
  const names = Object.keys(COMPILERS) as CompilerName[];
  const answer: fc.Arbitrary<Probed<string | null>> = fc.oneof(
    fc.record({ value: fc.option(fc.string()) }),
    fc.record({ unavailable: fc.string() }),
  );
  const found = fc.record(
    Object.fromEntries(names.map((name) => [name, answer])) as Record<CompilerName, typeof answer>,
  );
  const used = fc.uniqueArray(fc.constantFrom(...names)).map((list) => ({ value: new Set(list) }));
  fc.assert(
    fc.property(found, found, used, (one, other, use) => {
      const always = (name: CompilerName): boolean => COMPILERS[name].markers === 'always';
      const counts = (name: CompilerName): boolean => always(name) || use.value.has(name);
      const { counted, others } = divideByUse(one, use);
      for (const name of names) {
        assert.deepEqual(counted[name], counts(name) ? one[name] : { value: NOT_USED });
        const installed = !('value' in one[name]) || one[name].value !== null;
        assert.equal(name in others, installed && !counts(name));
      }
      const mixed = Object.fromEntries(names.map((name) => [name, (counts(name) ? one : other)[name]]));
      assert.deepEqual(divideByUse(mixed as typeof one, use).counted, counted);
    }),
  );
});

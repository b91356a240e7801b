import assert from 'node:assert/strict';
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { runCommand } from '../../src/platform/process.ts';

const ROOT = join(import.meta.dirname, '../..');

/** A copy of the tree's rules over two files, so that a violation can be planted without touching the code. */
let copy: string;

before(async () => {
  copy = await mkdtemp(join(tmpdir(), 'assay-arrows-'));
  for (const file of ['.dependency-cruiser.json', 'tsconfig.json', 'package.json'])
    await cp(join(ROOT, file), join(copy, file));
  await symlink(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
});

after(() => rm(copy, { recursive: true, force: true }));

async function cruise(
  folder: string,
  files: Readonly<Record<string, string>>,
): Promise<{ exitCode: number | null; stdout: string }> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(join(folder, path, '..'), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  const cruiser = join(ROOT, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const result = await runCommand(
    [process.execPath, cruiser, '--config', '.dependency-cruiser.json', '--output-type', 'err', 'src'],
    { cwd: folder },
  );
  await rm(join(copy, 'src'), { recursive: true, force: true });
  return result;
}

const VIOLATIONS: Readonly<Record<string, readonly [from: string, to: string]>> = {
  'core-imports-nothing': ['src/core/a.ts', 'src/stats/b.ts'],
  'stats-is-pure': ['src/stats/a.ts', 'src/store/b.ts'],
  'config-reads-core': ['src/config/a.ts', 'src/platform/b.ts'],
  'platform-reads-core': ['src/platform/a.ts', 'src/config/b.ts'],
  'environment-reads-core-stats-platform': ['src/environment/a.ts', 'src/store/b.ts'],
  'store-reads-core': ['src/store/a.ts', 'src/stats/b.ts'],
  'import-reads-core': ['src/import/a.ts', 'src/store/b.ts'],
  'judge-reads-core-stats-store': ['src/judge/a.ts', 'src/measure/b.ts'],
  'measure-reads-inward': ['src/measure/a.ts', 'src/judge/b.ts'],
  'chart-reads-core': ['src/chart/a.ts', 'src/report/b.ts'],
  'report-reads-core-chart': ['src/report/a.ts', 'src/store/b.ts'],
  'nothing-reads-tests': ['src/cli/a.ts', 'test/b.ts'],
};

for (const [rule, [from, to]] of Object.entries(VIOLATIONS)) {
  test(`a planted import of ${to} in ${from} breaks ${rule}`, async () => {
    const up = '../'.repeat(from.split('/').length - 1);
    const { exitCode, stdout } = await cruise(copy, {
      [from]: `import { b } from '${up}${to}';\nexport const a = b;\n`,
      [to]: 'export const b = 1;\n',
    });
    assert.notEqual(exitCode, 0, stdout);
    assert.match(stdout, new RegExp(rule));
  });
}

test('an import that exists only for its type counts as well', async () => {
  const { exitCode, stdout } = await cruise(copy, {
    'src/core/a.ts': "import type { B } from '../store/b.ts';\nexport type A = B;\n",
    'src/store/b.ts': 'export type B = number;\n',
  });
  assert.notEqual(exitCode, 0, stdout);
});

test('a circle of imports is refused', async () => {
  const { exitCode, stdout } = await cruise(copy, {
    'src/core/a.ts': "import { b } from './b.ts';\nexport const a = (): number => b();\n",
    'src/core/b.ts': "import { a } from './a.ts';\nexport const b = (): number => a();\n",
  });
  assert.notEqual(exitCode, 0, stdout);
  assert.match(stdout, /no-circles/);
});

test('an import along the arrows is accepted', async () => {
  const { exitCode, stdout } = await cruise(copy, {
    'src/store/a.ts': "import { b } from '../core/b.ts';\nexport const a = b;\n",
    'src/core/b.ts': 'export const b = 1;\n',
  });
  assert.equal(exitCode, 0, stdout);
  assert.match(stdout, /2 modules/);
});

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import { NODE, ROOT } from '../../scripts/command.ts';

/** Large libraries: together they take several times as long to load as Node itself to start. */
const HEAVY = ['kysely', 'zod', 'yaml', 'echarts', '@resvg/resvg-js', 'sax'];

/** Prints the packages that a process loaded, when it ends. */
const WATCH = `data:text/javascript,${encodeURIComponent(`
  import { registerHooks } from 'node:module';
  const packages = new Set();
  registerHooks({
    load(url, context, next) {
      const found = /node_modules\\/((?:@[^/]+\\/)?[^/]+)/.exec(url);
      if (found) packages.add(found[1]);
      return next(url, context);
    },
  });
  process.on('exit', () => process.stderr.write(JSON.stringify([...packages])));
`)}`;

function packagesOf(...args: string[]): string[] {
  const [node, ...flags] = NODE;
  const main = join(ROOT, 'src/cli/main.ts');
  const { stderr } = spawnSync(node!, [...flags, '--import', WATCH, main, ...args], { encoding: 'utf8' });
  return JSON.parse(stderr);
}

for (const args of [['--version'], ['--help'], ['run', '--help'], ['completion', 'bash']]) {
  test(`assay ${args.join(' ')} loads no large library`, () => {
    const loaded = packagesOf(...args);
    assert.deepEqual(
      loaded.filter((name) => HEAVY.includes(name)),
      [],
    );
  });
}

test('the packages that a command works with are seen when it works', () => {
  assert.ok(packagesOf('doctor', '--json').includes('zod'));
});

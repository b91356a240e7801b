import assert from 'node:assert/strict';
import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const BINARY_MODULE = fileURLToPath(new URL('../../src/platform/sampler/binary.ts', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'assay-binary-test-'));
after(() => rmSync(folder, { recursive: true, force: true }));

interface Outcome {
  readonly path?: string;
  readonly code?: string;
  readonly message?: string;
  readonly hint?: string;
}

/** In a process of its own, whose environment is all it goes by. */
async function ensure(env: NodeJS.ProcessEnv, umask = 0o022): Promise<Outcome> {
  const program =
    `process.umask(${umask});const { ensureSampler } = await import(${JSON.stringify(BINARY_MODULE)});` +
    'const tell = (outcome) => console.log(JSON.stringify(outcome));' +
    'await ensureSampler().then((path) => tell({ path }), ({ code, message, hint }) => tell({ code, message, hint }));';
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', program], {
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env },
  });
  return JSON.parse(stdout) as Outcome;
}

const cacheNamed = (name: string): string => join(folder, name);

describe('the binary of the sampler', () => {
  test('it is compiled once, into the cache, without dynamic libraries', async () => {
    const env = { XDG_CACHE_HOME: cacheNamed('once') };
    const { path } = await ensure(env);
    assert.ok(path!.startsWith(join(cacheNamed('once'), 'assay/sampler/')), path);
    const before = statSync(path!).ctimeMs;
    assert.equal((await ensure(env)).path, path);
    assert.equal(statSync(path!).ctimeMs, before);
    assert.deepEqual(readdirSync(dirname(path!)), ['assay-sampler']);
    assert.equal(readFileSync(path!, 'latin1').includes('/ld-linux'), false);
  });

  test('every user may start it, whatever the umask', async () => {
    const { path } = await ensure({ XDG_CACHE_HOME: cacheNamed('umask') }, 0o077);
    assert.equal(statSync(path!).mode & 0o777, 0o755);
  });

  test('processes that need it at the same time all get it', async () => {
    const env = { XDG_CACHE_HOME: cacheNamed('many') };
    const outcomes = await Promise.all([1, 2, 3, 4].map(() => ensure(env)));
    for (const { path } of outcomes) assert.equal(path, outcomes[0]!.path);
    assert.deepEqual(readdirSync(dirname(outcomes[0]!.path!)), ['assay-sampler']);
  });

  test('without XDG_CACHE_HOME, or with a relative one, it is under the home folder', async () => {
    for (const xdg of [undefined, '', 'relative']) {
      const { path } = await ensure({ HOME: cacheNamed('home'), XDG_CACHE_HOME: xdg });
      assert.ok(path!.startsWith(cacheNamed('home/.cache/assay/sampler/')), path);
    }
  });

  test('without a compiler the error says what to install', async () => {
    const { code, message, hint } = await ensure({
      XDG_CACHE_HOME: cacheNamed('none'),
      PATH: '/nonexistent',
    });
    assert.equal(code, 'infrastructure');
    assert.match(message!, /no C compiler: cc was not found/);
    assert.match(hint!, /apt install gcc libc6-dev/);
  });

  test('CC is honoured, with its arguments, and its failure is shown', async () => {
    const broken = await ensure({ XDG_CACHE_HOME: cacheNamed('cc'), CC: 'gcc -lno-such-library' });
    assert.equal(broken.code, 'infrastructure');
    assert.match(broken.message!, /^gcc -lno-such-library could not compile the sampler:/);
    assert.match(broken.hint!, /library for static linking is missing: .*libc6-dev/);
    // What a machine without the C library's headers has: only the compiler's own.
    const own = execFileSync('gcc', ['-print-file-name=include'], { encoding: 'utf8' }).trim();
    const CC = `gcc -nostdinc -isystem ${own}`;
    const headless = await ensure({ XDG_CACHE_HOME: cacheNamed('cc'), CC });
    assert.match(headless.hint!, /^headers .* are missing: .*libc6-dev/);
    const missing = await ensure({ XDG_CACHE_HOME: cacheNamed('cc'), CC: 'no-such-compiler' });
    assert.match(missing.message!, /no-such-compiler was not found/);
    const working = await ensure({ XDG_CACHE_HOME: cacheNamed('cc'), CC: 'gcc -g' });
    assert.ok(working.path, working.message);
  });

  test('a cache that cannot be written is named, with the way out', async () => {
    writeFileSync(cacheNamed('file'), '');
    const { code, message, hint } = await ensure({ XDG_CACHE_HOME: cacheNamed('file') });
    assert.equal(code, 'infrastructure');
    assert.ok(message!.includes(cacheNamed('file')), message);
    assert.match(hint!, /XDG_CACHE_HOME/);
  });
});

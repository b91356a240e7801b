import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { configOf, createProject } from '../kit/project.ts';

async function environments(log: string): Promise<Map<string, string>[]> {
  const text = await readFile(log, 'latin1');
  return text
    .split('=== end\n')
    .filter(Boolean)
    .map(
      (one) =>
        new Map(
          one
            .split('\0')
            .filter(Boolean)
            .map((entry) => {
              const equals = entry.indexOf('=');
              return [entry.slice(0, equals), entry.slice(equals + 1)] as const;
            }),
        ),
    );
}

test('both sides see the same environment but for their folder, equally long, and the padding', async () => {
  await using project = await createProject({ x: '' });
  const log = join(project.outside, 'log');
  await project.commit('configure', {
    'assay.yaml': configOf({
      ...{ command: ['sh', '-c', `cat /proc/self/environ >> '${log}'; echo '=== end' >> '${log}'`] },
      ...{ samples: 6, warmup: 0, env: { MINE: 'yes', PATH: '/usr/bin:/bin' } },
    }),
  });
  await project.commit('next', { y: '' });
  const env = {
    OLDPWD: '/somewhere',
    MAKEFLAGS: '-n',
    MAKELEVEL: '1',
    GIT_DIR: undefined,
    FROM_USER: 'kept',
    NODE_OPTIONS: '',
  };
  const said = await project.start(['compare', 'HEAD~1', 'HEAD'], { env }).ended;
  assert.ok(said.exitCode === 0 || said.exitCode === 3, said.stderr);
  const seen = await environments(log);
  assert.equal(seen.length, 12);
  const [first] = seen;
  assert.equal(first!.get('MINE'), 'yes');
  assert.equal(first!.get('FROM_USER'), 'kept');
  for (const name of ['OLDPWD', 'MAKEFLAGS', 'MAKELEVEL']) assert.equal(first!.has(name), false, name);
  assert.equal(first!.has('ASSAY_COMPILE_CACHE'), false);
  assert.equal(first!.has('NODE_COMPILE_CACHE'), false);
  const folders = new Set(seen.map((each) => each.get('PWD')));
  assert.equal(folders.size, 2);
  assert.equal(new Set([...folders].map((folder) => folder!.length)).size, 1);
  const without = (each: Map<string, string>): string[] =>
    [...each]
      .filter(([name]) => name !== 'PWD' && name !== 'ASSAY_PAD')
      .map(([name, value]) => `${name}=${value}`)
      .sort();
  for (const each of seen) assert.deepEqual(without(each), without(first!));
  const pads = seen.map((each) => each.get('ASSAY_PAD')!.length);
  assert.ok(new Set(pads).size > 6, `padding ${pads}`);
});

test('memory of one execution does not count for the next', async () => {
  await using project = await createProject({
    'assay.yaml': JSON.stringify({
      version: 1,
      defaults: { samples: 2, warmup: 0 },
      benchmarks: {
        large: { command: ['sh', '-c', 'head -c 80000000 /dev/zero | tail -c 80000000 > /dev/null'] },
        small: { command: ['/bin/true'] },
      },
    }),
  });
  const { measurements } = await project.json('run');
  const peak = (benchmark: string): number =>
    measurements.find(
      (each: { benchmark: string; metric: string }) =>
        each.benchmark === benchmark && each.metric === 'peak-memory',
    ).summary.median;
  assert.ok(peak('large') > 75e6, String(peak('large')));
  assert.ok(peak('small') < 5e6, String(peak('small')));
});

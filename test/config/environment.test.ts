import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { environmentsOf } from '../../src/config/environments.ts';
import type { PlannedEnvironment } from '../../src/config/plan.ts';
import { planOf } from '../../src/config/plan-of.ts';
import { secretUses } from '../../src/config/secrets.ts';
import { parse } from './parsing.ts';

const EXAMPLE = readFileSync(new URL('../../docs/reference/assay.example.yaml', import.meta.url), 'utf8');

/** The one environment of these lines. */
function environment(...lines: string[]): PlannedEnvironment {
  const text = ['environments:', '  e:', ...lines.map((line) => `    ${line}`)].join('\n');
  return environmentsOf(parse(`${text}\nbenchmarks: {a: {command: ls}}`)).get('e')!;
}

function container(...lines: string[]) {
  const found = environment('kind: container', ...lines);
  assert.equal(found.kind, 'container');
  return found as Extract<PlannedEnvironment, { kind: 'container' }>;
}

test('a file that names no environment has the host, as it is', () => {
  assert.deepEqual(
    [...environmentsOf(parse('benchmarks: {a: {command: ls}}'))],
    [['host', { kind: 'host', name: 'host', cpuset: null, nice: null, aslr: 'machine' }]],
  );
});

test('what is said of the host holds under its own name too', () => {
  const text = 'environments: {host: {kind: host, nice: 5}}\nbenchmarks: {a: {command: ls}}';
  assert.deepEqual(environmentsOf(parse(text)).get('host'), {
    ...{ kind: 'host', name: 'host', cpuset: null, nice: 5, aslr: 'machine' },
  });
});

test('a container with an image alone has the least privilege', () => {
  assert.deepEqual(environment('kind: container', 'image: debian:12.5'), {
    kind: 'container',
    name: 'e',
    engine: null,
    image: { kind: 'reference', reference: 'debian:12.5' },
    cpus: null,
    cpuset: null,
    memoryBytes: null,
    pids: 4096,
    nofile: null,
    shmBytes: null,
    network: 'none',
    root: 'read-only',
    tmpfs: { '/tmp': 67_108_864 },
    volumes: {},
    mounts: [],
    user: null,
    capabilities: [],
    devices: [],
    source: '/src',
    build: 'container',
    secrets: [],
    allow: [],
  });
});

test('the annotated example gives every key its meaning', () => {
  const environments = environmentsOf(parse(EXAMPLE));
  assert.deepEqual([...environments.keys()], ['host', 'pinned', 'small', 'packed']);
  assert.deepEqual(environments.get('pinned'), {
    ...{ kind: 'host', name: 'pinned', cpuset: '2-3', nice: -5, aslr: 'off' },
  });
  assert.deepEqual(environments.get('small'), {
    kind: 'container',
    name: 'small',
    engine: null,
    image: { kind: 'reference', reference: 'debian:12.5' },
    cpus: 1,
    cpuset: '0',
    memoryBytes: 268_435_456,
    pids: 512,
    nofile: 4096,
    shmBytes: 16_777_216,
    network: 'none',
    root: 'read-only',
    tmpfs: { '/tmp': 67_108_864 },
    volumes: { data: '/var/lib/data' },
    mounts: [
      { from: 'data', to: '/data', writable: false },
      { from: 'out', to: '/out', writable: true },
      { from: '/srv/corpus', to: '/corpus', writable: false },
    ],
    user: '1000:1000',
    capabilities: ['SYS_PTRACE'],
    devices: ['/dev/fuse'],
    source: '/src',
    build: 'container',
    secrets: ['API_TOKEN'],
    allow: ['/srv/corpus', '/dev/fuse'],
  });
  const packed = environments.get('packed')!;
  assert.ok(packed.kind === 'container');
  assert.equal(packed.engine, '/run/podman/podman.sock');
  assert.deepEqual(packed.image, {
    kind: 'dockerfile',
    ...{ path: 'docker/Dockerfile', context: '.', target: 'bench', args: { OPTIMISE: '3' } },
  });
});

test('what a Dockerfile builds is not hidden by the source, unless the source is asked for', () => {
  const places = (...lines: string[]) => {
    const { source, build } = container('dockerfile: Dockerfile', ...lines);
    return { source, build };
  };
  assert.deepEqual(places(), { source: null, build: 'none' });
  assert.deepEqual(places('build: container'), { source: '/src', build: 'container' });
  assert.deepEqual(places('source: /work/'), { source: '/work', build: 'none' });
});

test('without its source there is nothing to build', () => {
  const { source, build } = container('image: a:1', 'source: none');
  assert.deepEqual({ source, build }, { source: null, build: 'none' });
});

test('the file system for /tmp gives way to what is mounted there, and to a writable root', () => {
  assert.deepEqual(container('image: a:1', 'volumes: {t: /tmp}').tmpfs, {});
  assert.deepEqual(container('image: a:1', 'mounts: [{from: t, to: /tmp/}]').tmpfs, {});
  assert.deepEqual(container('image: a:1', 'source: /tmp').tmpfs, {});
  assert.deepEqual(container('image: a:1', 'root: writable').tmpfs, {});
  assert.deepEqual(container('image: a:1', 'tmpfs: {}').tmpfs, {});
  assert.deepEqual(container('image: a:1', 'tmpfs: {/var/tmp/: 1MB}').tmpfs, { '/var/tmp': 1_000_000 });
});

test('what means the same is the same: paths, processors, capabilities, users', () => {
  const found = container(
    'image: a:1',
    'cpuset: 3,0-1,2',
    'mounts: [{from: ./a//b/, to: /x/../y/}]',
    'capabilities: [sys_ptrace, CAP_CHOWN, SYS_PTRACE]',
    'user: 1000',
    'engine: unix:///run/docker.sock',
  );
  assert.equal(found.cpuset, '0-3');
  assert.deepEqual(found.mounts, [{ from: 'a/b', to: '/y', writable: false }]);
  assert.deepEqual(found.capabilities, ['CHOWN', 'SYS_PTRACE']);
  assert.deepEqual([found.user, found.engine], ['1000', '/run/docker.sock']);
});

test('a mount may leave the folder of a monorepo, but not the repository', () => {
  const text = (from: string) =>
    `environments: {e: {kind: container, image: "a:1", mounts: [{from: ${from}, to: /x}]}}\nbenchmarks: {a: {command: ls}}`;
  const found = environmentsOf(parse(text('../data'), 'packages/tool')).get('e')!;
  assert.deepEqual(found.kind === 'container' && found.mounts[0]!.from, '../data');
  assert.throws(() => parse(text('../../../data'), 'packages/tool'), /leads out of the repository/);
});

test('what is allowed covers what is below it, and nothing that only begins like it', () => {
  const mounted = (from: string) => () =>
    container('image: a:1', `mounts: [{from: ${from}, to: /x}]`, 'allow: [/srv/corpus/]');
  assert.equal(mounted('/srv/corpus/large/')().mounts[0]!.from, '/srv/corpus/large');
  assert.throws(mounted('/srv/corpus2'), /is outside of the repository/);
  assert.throws(mounted('/srv/corpus/../secret'), /"\/srv\/secret" is outside of the repository/);
});

test('the place goes into the plan, and with it the secrets it asks for', () => {
  const config = parse(EXAMPLE);
  const plan = (name: string) =>
    planOf(config, {
      benchmarks: ['startup'],
      place: { environment: environmentsOf(config).get(name)!, why: 'a test' },
    });
  assert.deepEqual(JSON.parse(JSON.stringify(plan('small'))), plan('small'));
  assert.equal('place' in planOf(config), false);
  assert.deepEqual(secretUses(config, plan('host')), []);
  const line = EXAMPLE.split('\n').indexOf('    secrets: [API_TOKEN]') + 1;
  assert.deepEqual(secretUses(config, plan('small')), [{ name: 'API_TOKEN', at: `assay.yaml:${line}:15` }]);
});

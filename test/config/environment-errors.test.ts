import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { problems } from './parsing.ts';

const BENCHMARKS = 'benchmarks: {a: {command: ls}}\n';

function withContainer(...lines: string[]): string {
  return `${BENCHMARKS}environments:\n  e:\n    kind: container\n    ${lines.join('\n    ')}\n`;
}

const CASES: readonly (readonly [name: string, text: string, ...lines: string[]])[] = [
  [
    'no kind',
    `${BENCHMARKS}environments: {e: {image: "a:1"}}`,
    '2:16: environments.e.kind: is missing: expected host or container',
  ],
  [
    'another kind',
    `${BENCHMARKS}environments: {e: {kind: vm}}`,
    '2:26: environments.e.kind: expected host or container, found the text "vm"',
  ],
  [
    'an environment that is a text',
    `${BENCHMARKS}environments: {e: debian}`,
    '2:19: environments.e: expected a mapping of keys to values, found the text "debian"',
  ],
  [
    'a name that no container could have',
    `${BENCHMARKS}environments: {Big One: {kind: host}}`,
    '2:16: environments."Big One": the name of an environment takes small letters, digits and single . _ - between them',
  ],
  [
    'a container that is called host',
    `${BENCHMARKS}environments: {host: {kind: container, image: "a:1"}}`,
    '2:16: environments.host: is always plain processes: rename it, or say kind: host',
  ],
  [
    'a key that the host has not',
    `${BENCHMARKS}environments: {e: {kind: host, memory: 1GB}}`,
    '2:32: environments.e.memory: unknown key; the keys here are kind, cpuset, nice, aslr',
  ],
  [
    'neither image nor dockerfile',
    withContainer('cpus: 1'),
    '3:3: environments.e: needs image or dockerfile',
  ],
  [
    'both image and dockerfile',
    withContainer('image: a:1', 'dockerfile: Dockerfile'),
    '6:5: environments.e.dockerfile: and image name two images; leave one out',
  ],
  [
    'what only a Dockerfile has',
    withContainer('image: a:1', 'target: bench'),
    '6:5: environments.e.target: goes with dockerfile only',
  ],
  [
    'a Dockerfile outside of the repository',
    withContainer('dockerfile: ../Dockerfile', 'context: ..'),
    '5:17: environments.e.dockerfile: leads out of the repository',
    '6:14: environments.e.context: leads out of the repository',
  ],
  [
    'a Dockerfile that the engine is not sent',
    withContainer('dockerfile: docker/Dockerfile', 'context: app/'),
    '5:17: environments.e.dockerfile: is outside of its context "app"',
  ],
  [
    'an image without a version',
    withContainer('image: debian'),
    '5:12: environments.e.image: names no version, so it means whatever is latest; pin it: debian:VERSION or debian@sha256:…',
  ],
  [
    'an image whose tag moves',
    withContainer('image: registry:5000/team/node:lts-slim'),
    '5:12: environments.e.image: the tag lts-slim moves from one image to the next; pin it: registry:5000/team/node:VERSION or registry:5000/team/node@sha256:…',
  ],
  [
    'an image that is none',
    withContainer('image: "Debian: 12"'),
    '5:12: environments.e.image: expected an image such as debian:12.5 or name@sha256:…, found the text "Debian: 12"',
  ],
  [
    'a size without a unit',
    withContainer('image: a:1', 'memory: 268435456'),
    '6:13: environments.e.memory: expected a size with its unit, such as 256MiB or 1GB, found 268435456; write "268435456B" for bytes',
  ],
  [
    'a size whose unit means two things',
    withContainer('image: a:1', 'memory: 256m'),
    '6:13: environments.e.memory: expected a size with its unit, such as 256MiB or 1GB, found the text "256m"; write 256MiB (1024s) or 256MB (1000s)',
  ],
  [
    'processors that Linux does not list so',
    withContainer('image: a:1', 'cpuset: 3-1'),
    '6:13: environments.e.cpuset: expected processors as Linux lists them, such as 0 or 0,2-3, found the text "3-1"',
  ],
  [
    'no processor time at all',
    withContainer('image: a:1', 'cpus: 0'),
    '6:11: environments.e.cpus: must be at least 0.01, found 0',
  ],
  [
    'a path that is not absolute',
    withContainer('image: a:1', 'tmpfs: {tmp: 1MB}'),
    '6:13: environments.e.tmpfs.tmp: expected an absolute path, found "tmp"',
  ],
  [
    'a file system over all of the container',
    withContainer('image: a:1', 'volumes: {data: /}'),
    '6:21: environments.e.volumes.data: must not be all of /',
  ],
  [
    'paths that are others’',
    withContainer('image: a:1', 'tmpfs: {/proc: 1MB, /dev/shm: 1MB}', 'source: /.assay/src'),
    '6:13: environments.e.tmpfs./proc: "/proc" cannot be used: /proc is of the kernel',
    '6:25: environments.e.tmpfs./dev/shm: "/dev/shm" cannot be used: /dev is for devices; the size of /dev/shm is `shm`',
    '7:13: environments.e.source: "/.assay/src" cannot be used: /.assay is for Assay',
  ],
  [
    'two file systems at one path',
    withContainer('image: a:1', 'volumes: {a: /src, b: /data}', 'mounts: [{from: x, to: /data/}]'),
    '6:18: environments.e.volumes.a: "/src" is taken by source',
    '7:28: environments.e.mounts[0].to: "/data" is taken by volumes.b',
  ],
  [
    'mounts and devices that were not allowed',
    withContainer(
      'image: a:1',
      'mounts: [{from: ../x, to: /x}, {from: /etc, to: /y}]',
      'devices: [/dev/fuse, /etc/passwd]',
    ),
    '6:21: environments.e.mounts[0].from: leads out of the repository',
    '6:43: environments.e.mounts[1].from: "/etc" is outside of the repository; add it to allow of this environment if that is meant',
    '7:15: environments.e.devices[0]: "/dev/fuse" is outside of the repository; add it to allow of this environment if that is meant',
    '7:26: environments.e.devices[1]: is no device: their paths begin with /dev/',
  ],
  [
    'leave to use everything',
    withContainer('image: a:1', 'allow: [/]'),
    '6:13: environments.e.allow[0]: must not be all of /',
  ],
  [
    'capabilities that Linux has not',
    withContainer('image: a:1', 'capabilities: [SYS_PTRAC, ALL]'),
    '6:20: environments.e.capabilities[0]: Linux has no capability "SYS_PTRAC"; did you mean "SYS_PTRACE"?',
    '6:31: environments.e.capabilities[1]: Linux has no capability "ALL"; name those that are needed',
  ],
  [
    'a user that no image can have',
    withContainer('image: a:1', 'user: "a b"'),
    '6:11: environments.e.user: expected a user such as 1000, 1000:1000 or a name in the image, found the text "a b"',
  ],
  [
    'an engine elsewhere',
    withContainer('image: a:1', 'engine: tcp://server:2375'),
    '6:13: environments.e.engine: expected the path of a socket on this machine, such as /run/podman/podman.sock, found "tcp://server:2375"',
  ],
  [
    'a build of nothing',
    withContainer('image: a:1', 'source: none', 'build: host'),
    '7:12: environments.e.build: needs source, which is none: there would be nothing to build',
  ],
  [
    'a value for a secret',
    withContainer('image: a:1', 'secrets: [a=b]'),
    '6:15: environments.e.secrets[0]: the name of a secret takes letters, digits and _, and begins with no digit',
  ],
  [
    'a context that names no environment',
    `${BENCHMARKS}environments: {small: {kind: host}}\nexecution: {contexts: {ci: smal}}`,
    '3:28: execution.contexts.ci: there is no environment "smal"; did you mean "small"?; there are host, small',
  ],
  [
    'a context that there is not',
    `${BENCHMARKS}execution: {contexts: {nightly: host}}`,
    '2:24: execution.contexts.nightly: unknown key; the keys here are local, ci, production, release',
  ],
  [
    'a container that is none',
    `${BENCHMARKS}execution: {container: host}`,
    '2:24: execution.container: "host" is of kind host; name a container environment',
  ],
  [
    'containers always, where there is none',
    `${BENCHMARKS}execution: {mode: container}`,
    '2:19: execution.mode: is container, but environments names no container',
  ],
  [
    'containers always, without saying which',
    `${BENCHMARKS}environments: {a: {kind: container, image: "a:1"}, b: {kind: container, image: "b:1"}}\nexecution: {mode: container}`,
    '3:19: execution.mode: is container, but there are several: name one as execution.container: a, b',
  ],
  [
    'a mode that there is not',
    `${BENCHMARKS}execution: {mode: hosst}`,
    '2:19: execution.mode: expected one of auto, host, container, found the text "hosst"; did you mean "host"?',
  ],
];

describe('what is wrong with environments is said with its place and its fix', () => {
  for (const [name, text, ...lines] of CASES) {
    test(name, () =>
      assert.deepEqual(
        problems(text),
        lines.map((line) => `assay.yaml:${line}`),
      ),
    );
  }
});

test('everything wrong with several environments and their use is one error', () => {
  const text = `${BENCHMARKS}environments:
  a: {kind: container, image: debian, memory: 1}
  b: {kind: container, mounts: [{from: /etc, to: /sys/x}]}
  c: {kind: host, nice: 20}
execution: {mode: auto, container: c, contexts: {local: d, ci: a}}
`;
  const paths = problems(text).map((line) => line.split(': ')[1]);
  assert.deepEqual(paths, [
    ...['environments.a.image', 'environments.a.memory', 'environments.b'],
    ...['environments.b.mounts[0].from', 'environments.b.mounts[0].to', 'environments.c.nice'],
    ...['execution.container', 'execution.contexts.local'],
  ]);
});

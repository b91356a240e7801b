import { z } from 'zod';
import { CONTAINER_DEFAULTS } from './defaults.ts';
import { described, optional } from './documented.ts';
import { absolutePath, capability, cpuset, image, socket, user, volumeName } from './environment-fields.ts';
import * as field from './fields.ts';
import { KIND_DOCUMENT } from './host-schema.ts';
import { sizeText } from './quantity.ts';
import { expected } from './wording.ts';

const SIZE = 'a size: `256MiB`, `1GB`';

const CONTAINER_PATH = 'an absolute path in the container';

const argument = z
  .union([z.string(), z.number(), z.boolean()], { error: (issue) => expected('text', issue.input) })
  .transform(String);

export const mountSchema = field.keys({
  from: described(
    field.path,
    'What is mounted, of your checkout: relative to the directory of `assay.yaml`, inside the repository; or absolute, where `allow` names it.',
    { form: 'a path' },
  ),
  to: described(absolutePath, 'Where it appears.', { form: CONTAINER_PATH }),
  writable: optional(
    z.boolean(),
    'Whether commands may write to it; what they wrote outlives the run. Never of a folder that holds `.git` or `.assay`.',
    {
      form: '`true` or `false`',
      default: '`false`',
    },
  ),
});

/** A container with fixed resources. What spans several keys is checked by `plannedEnvironments`. */
export const containerSchema = field.keys({
  kind: described(z.literal('container'), 'A container of Docker or Podman on this machine.', KIND_DOCUMENT),
  engine: optional(socket, "The engine's socket.", {
    form: 'an absolute path',
    default: 'that of `DOCKER_HOST`, of Docker or of Podman: the first that answers',
  }),
  image: optional(
    image,
    'The image, by version, digest or id. Tags that are made to move, such as `latest`, are refused. Its digest is recorded with each run.',
    { form: '`name:version`, `name@sha256:…` or `sha256:…`', default: 'built from `dockerfile`' },
  ),
  dockerfile: optional(
    field.path,
    'Builds the image instead, from the files of the measured commit: relative to the directory of `assay.yaml`, inside `context`.',
    { form: 'a path', default: '`image` is used' },
  ),
  context: optional(field.path, 'The folder that a Dockerfile may copy from, as `dockerfile` itself.', {
    form: 'a path',
    default: 'the directory of `assay.yaml`',
  }),
  target: optional(z.string().min(1), 'The stage of the Dockerfile to build.', {
    form: 'its name',
    default: 'the last one',
  }),
  args: optional(
    z.record(field.variableName('the name of an argument'), argument),
    'Values for `ARG` of the Dockerfile. They stay visible in the image: never secrets.',
    { form: 'a mapping of names to text', default: 'none' },
  ),
  cpus: optional(
    z.number().min(0.01).max(8192),
    'Processor time per time: 0.5 is half a processor, 2 two of them.',
    { form: 'a number', default: 'no limit' },
  ),
  cpuset: optional(cpuset, 'The processors that the container may run on.', {
    form: 'as Linux lists them: `0`, `0,2-3`',
    default: 'all',
  }),
  memory: optional(field.size, 'Memory, tmpfs included, without swap beyond it.', {
    form: SIZE,
    default: 'no limit',
  }),
  // The kernel's own limit on process ids: PID_MAX_LIMIT.
  pids: optional(z.int().min(1).max(4_194_304), 'The most processes and threads at a time.', {
    form: 'a whole number',
    default: `\`${CONTAINER_DEFAULTS.pids}\``,
  }),
  nofile: optional(z.int().min(1).max(2_147_483_647), 'The most open files of a process.', {
    form: 'a whole number',
    default: "the engine's own",
  }),
  shm: optional(field.size, 'The size of /dev/shm.', { form: SIZE, default: "the engine's own" }),
  network: optional(
    z.enum(['none', 'isolated', 'host']),
    'No network but loopback, one of its own without a way out, or that of this machine.',
    { form: '`none`, `isolated`, `host`', default: '`none`' },
  ),
  root: optional(z.enum(['read-only', 'writable']), 'Whether the file system of the image can be written.', {
    form: '`read-only` or `writable`',
    default: '`read-only`',
  }),
  tmpfs: optional(
    z.record(absolutePath, field.size),
    'Empty file systems in memory, by path; `{}` for none.',
    {
      form: `a mapping of absolute paths to sizes`,
      default: `\`{/tmp: ${sizeText(CONTAINER_DEFAULTS.tmpBytes)}}\`; none with \`root: writable\``,
    },
  ),
  volumes: optional(
    z.record(volumeName, absolutePath),
    'Empty file systems on the disk, by name; made for each container and removed with it.',
    { form: 'a mapping of names to absolute paths in the container', default: 'none' },
  ),
  mounts: optional(z.array(mountSchema), 'Folders and files of your checkout, as they are now.', {
    form: 'a list of `{from: …, to: …, writable: …}`',
    default: 'none',
  }),
  user: optional(user, 'Who runs the commands.', {
    form: '`1000`, `1000:1000`, or a name in the image',
    default: "the image's own; where that is root, an ordinary user",
  }),
  capabilities: optional(z.array(capability), 'What commands may do besides; all others are dropped.', {
    form: 'a list of names of capabilities(7): `[SYS_PTRACE]`',
    default: 'none',
  }),
  devices: optional(z.array(absolutePath), 'Devices of this machine; `allow` must name them too.', {
    form: 'a list of paths: `[/dev/fuse]`',
    default: 'none',
  }),
  source: optional(
    z.union([z.literal('none'), absolutePath], {
      error: (issue) => expected(`${CONTAINER_PATH}, or none`, issue.input),
    }),
    'Where the files of the measured commit, with what `build` made, are mounted read-only; commands run there. With `none` they run in the folder that the image names.',
    {
      form: `${CONTAINER_PATH}, or \`none\``,
      default: `\`${CONTAINER_DEFAULTS.source}\`; \`none\` where a Dockerfile builds what is measured`,
    },
  ),
  build: optional(
    z.enum(['container', 'host', 'none']),
    'Where `build` of the benchmarks runs: in a container of the image, on this machine, or not at all, since the Dockerfile builds.',
    { form: '`container`, `host`, `none`', default: '`container`; `none` with `dockerfile`' },
  ),
  secrets: optional(
    z.array(field.variableName('the name of a secret')),
    'Secrets that commands read from files, `/run/secrets/NAME`. Their values are found as those of `env` are.',
    { form: 'a list of names', default: 'none' },
  ),
  allow: optional(
    z.array(absolutePath),
    'What `mounts` and `devices` may use of this machine outside of the repository: each path, and what is below it.',
    { form: 'a list of absolute paths', default: 'nothing' },
  ),
});

export type ConfigContainer = z.output<typeof containerSchema>;

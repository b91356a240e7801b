import * as z from 'zod';
import type { PlannedEnvironment } from '../../config/plan.ts';

const HostEnvironment = z.strictObject({
  kind: z.literal('host'),
  name: z.string(),
  cpuset: z.string().nullable(),
  nice: z.int().nullable(),
  aslr: z.enum(['machine', 'off']),
});

const ImageSource = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('reference'), reference: z.string() }),
  z.strictObject({
    kind: z.literal('dockerfile'),
    path: z.string(),
    context: z.string(),
    target: z.string().nullable(),
    args: z.record(z.string(), z.string()),
  }),
]);

const ContainerEnvironment = z.strictObject({
  kind: z.literal('container'),
  name: z.string(),
  engine: z.string().nullable(),
  image: ImageSource,
  cpus: z.number().nullable().describe('null: no limit'),
  cpuset: z.string().nullable(),
  memoryBytes: z.int().nullable().describe('null: no limit'),
  pids: z.int(),
  nofile: z.int().nullable(),
  shmBytes: z.int().nullable(),
  network: z.enum(['none', 'isolated', 'host']),
  root: z.enum(['read-only', 'writable']),
  tmpfs: z.record(z.string(), z.int()).describe('sizes in bytes by path'),
  volumes: z.record(z.string(), z.string()).describe('paths by name'),
  mounts: z.array(z.strictObject({ from: z.string(), to: z.string(), writable: z.boolean() })),
  user: z.string().nullable(),
  capabilities: z.array(z.string()),
  devices: z.array(z.string()),
  source: z.string().nullable(),
  build: z.enum(['container', 'host', 'none']),
  secrets: z.array(z.string()).describe('names'),
  allow: z.array(z.string()),
});

/** An environment of `assay.yaml` with all defaults filled in. */
export const PlannedEnvironmentSchema = z.discriminatedUnion('kind', [
  HostEnvironment,
  ContainerEnvironment,
]) satisfies z.ZodType<PlannedEnvironment>;

import { mountOf, parseMountinfo } from '../../platform/mountinfo.ts';
import type { Machine } from '../machine.ts';

/** The container that Assay itself runs in. */
export interface Container {
  /** `docker`, `podman`, `kubernetes`, `containerd`, `lxc`…; `unknown` for one that does not say. */
  readonly runtime: string;
  /** Full id where it can be seen from inside. */
  readonly id: string | null;
  /** Version of the engine; only Podman tells it inside. */
  readonly version: string | null;
}

/** The inode of a machine's first PID namespace: PROC_PID_INIT_INO in Linux include/linux/proc_ns.h. */
const FIRST_PID_NAMESPACE = 'pid:[4026531836]';

/** How engines write a container's id into cgroup paths and into the mounts of its /etc files. */
const ID_PATTERNS: readonly (readonly [RegExp, string])[] = [
  [/kubepods.*[/-]([0-9a-f]{64})/, 'kubernetes'],
  [/\/(?:libpod-|overlay-containers\/)([0-9a-f]{64})/, 'podman'],
  [/\/docker[-/](?:containers\/)?([0-9a-f]{64})/, 'docker'],
  [/\/cri-containerd-([0-9a-f]{64})/, 'containerd'],
  [/\/crio-([0-9a-f]{64})/, 'cri-o'],
  [/\/(?:lxc(?:\.payload)?[./])([\w.-]+)/, 'lxc'],
];

/**
 * Finds the container around this process, `null` on a host. A marker file alone proves nothing: images
 * are also unpacked into virtual machines, `/.dockerenv` included. It counts only where the process also
 * lives in a PID namespace of its own or on a layered root.
 */
export async function findContainer(machine: Machine): Promise<Container | null> {
  const [cgroup, mountinfo, dockerenv, containerenv, manager, pidNamespace] = await Promise.all([
    machine.readIf('/proc/self/cgroup'),
    machine.readIf('/proc/self/mountinfo'),
    machine.readIf('/.dockerenv'),
    machine.readIf('/run/.containerenv'),
    machine.readIf('/run/systemd/container'),
    machine.link('/proc/self/ns/pid').catch(() => null),
  ]);
  const engine = /^engine="(\w+)-([^"]+)"/m.exec(containerenv ?? '');
  const named = identify(cgroup) ?? identify(etcMounts(mountinfo));
  const rootType = mountOf(parseMountinfo(mountinfo ?? ''), '/')?.type;
  const separated = pidNamespace !== null && pidNamespace !== FIRST_PID_NAMESPACE;
  const layered = rootType === 'overlay' || rootType === 'fuse.fuse-overlayfs';
  const marked = containerenv !== null ? 'podman' : dockerenv !== null ? 'docker' : null;
  const markedRuntime = marked !== null && (separated || layered) ? marked : null;
  const runtime = named?.runtime ?? manager ?? markedRuntime;
  if (runtime === null) return null;
  const id = named?.id ?? /^id="([0-9a-f]{64})"/m.exec(containerenv ?? '')?.[1] ?? null;
  return { runtime, id, version: engine?.[2] ?? null };
}

function identify(text: string | null): { runtime: string; id: string } | null {
  if (text === null) return null;
  for (const [pattern, runtime] of ID_PATTERNS) {
    const id = pattern.exec(text)?.[1];
    if (id !== undefined) return { runtime, id };
  }
  return null;
}

/** Engines mount a container's own hostname and resolv.conf from a folder named after its id. */
function etcMounts(mountinfo: string | null): string | null {
  if (mountinfo === null) return null;
  const mounts = parseMountinfo(mountinfo).filter(({ mountPoint }) =>
    ['/etc/hostname', '/etc/resolv.conf', '/etc/hosts'].includes(mountPoint),
  );
  return mounts.map((mount) => mount.root).join('\n');
}

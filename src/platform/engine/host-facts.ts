import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { capabilitiesOf } from './capabilities.ts';
import type { EngineInfo } from './engine.ts';
import { hardLimits } from './limits.ts';
import { type HostFacts, processorsOf } from './preflight.ts';

/** Names of the processes that start containers, and whose limits theirs come from. */
const STARTERS = { docker: ['containerd', 'dockerd'], podman: ['podman'] };

/**
 * Of this host. Whatever started the engine has limited it too, so they are read from its processes; where none
 * can be seen, our own stand for them.
 */
export function hostFacts({ runtime }: EngineInfo): HostFacts {
  const starters = processesNamed(STARTERS[runtime]);
  const capabilities = starters.map(capabilitiesOfProcess).find((found) => found !== null) ?? null;
  return {
    // CAP_SYS_RESOURCE raises hard limits, up to what the kernel permits at all.
    nofile: capabilities?.has('SYS_RESOURCE') ? number('/proc/sys/fs/nr_open') : hardNofile(starters),
    cpus: processorsOf(readFileSync('/sys/devices/system/cpu/online', 'utf8')),
    exists: existsSync,
    capabilities,
  };
}

function hardNofile(starters: readonly number[]): number | null {
  const known = starters.map(hardLimits).filter((limits) => limits !== null);
  const each = (known.length > 0 ? known : [hardLimits('self')]).map((limits) => limits?.nofile ?? null);
  return each.reduce(
    (least, next) => (least === null || (next !== null && next < least) ? next : least),
    null,
  );
}

function processesNamed(names: readonly string[]): number[] {
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry) && names.includes(read(`/proc/${entry}/comm`).trim()))
    .map(Number);
}

function capabilitiesOfProcess(pid: number): ReadonlySet<string> | null {
  const mask = /^CapEff:\s*([0-9a-f]+)$/m.exec(read(`/proc/${pid}/status`))?.[1];
  return mask === undefined ? null : capabilitiesOf(mask);
}

function number(path: string): number | null {
  const text = read(path).trim();
  return text === '' ? null : Number(text);
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

import { environmentId } from './identify.ts';
import { parseCpuList } from './probe/topology.ts';
import type { EnvironmentRecord, Identity } from './record.ts';

/** What a host environment gives commands that Assay itself does not have. */
export interface HostFacts {
  readonly name: string;
  readonly cpuset: string | null;
  readonly nice: number | null;
  readonly aslr: 'machine' | 'off';
}

/** The record of this host as commands see it that run with these options: with none, the host's own. */
export function hostRecord(host: EnvironmentRecord, facts: HostFacts): EnvironmentRecord {
  const { cpuset, nice, aslr } = facts;
  if (cpuset === null && nice === null && aslr === 'machine') return host;
  const { identity, conditions, execution } = host;
  const allowed =
    cpuset === null
      ? {}
      : { allowedCpus: { value: parseCpuList(cpuset).length }, allowedCpuList: { value: cpuset } };
  const limits = { ...execution.limits, ...allowed };
  const changed: Identity = {
    ...identity,
    kernel: { ...identity.kernel, ...(aslr === 'off' ? { aslr: { value: 0 } } : {}) },
    limits: {
      ...identity.limits,
      ...(cpuset === null ? {} : { cpuset: { value: cpuset }, allowedCpus: limits.allowedCpus }),
      ...(nice === null ? {} : { nice: { value: nice } }),
    },
  };
  return {
    id: environmentId(changed),
    identity: changed,
    conditions: { ...conditions, limits: { ...conditions.limits, allowedCpuList: limits.allowedCpuList } },
    execution: { ...execution, limits, environment: facts.name },
  };
}

import { asking, type EngineClient } from './client.ts';
import type { EngineInfo } from './engine.ts';

/** The part of the answers of `/info` and `/version` that we read; Docker's and Podman's have the same names. */
export interface EngineAnswers {
  readonly info: {
    readonly NCPU: number;
    readonly MemTotal: number;
    readonly CgroupVersion?: string;
    readonly Driver: string;
    readonly DefaultRuntime: string;
    readonly SecurityOptions?: readonly string[] | null;
    readonly CpuCfsQuota?: boolean;
    readonly CPUSet?: boolean;
    readonly MemoryLimit?: boolean;
    readonly SwapLimit?: boolean;
    readonly PidsLimit?: boolean;
  };
  readonly version: {
    readonly Version: string;
    readonly ApiVersion: string;
    readonly Components?: readonly { readonly Name: string }[];
  };
}

export async function askInfo(client: EngineClient): Promise<EngineInfo> {
  const [info, version] = await asking(client, 'asking what it can do', (docker) =>
    Promise.all([docker.info(), docker.version()]),
  );
  return infoOf({ info, version }, client.socketPath);
}

export function infoOf({ info, version }: EngineAnswers, socketPath: string): EngineInfo {
  return {
    runtime: version.Components?.some(({ Name }) => Name.startsWith('Podman')) ? 'podman' : 'docker',
    version: version.Version,
    apiVersion: version.ApiVersion,
    socketPath,
    cpus: info.NCPU,
    memoryBytes: info.MemTotal,
    cgroupVersion: info.CgroupVersion === '2' ? '2' : '1',
    storageDriver: info.Driver,
    ociRuntime: info.DefaultRuntime,
    rootless: info.SecurityOptions?.some((option) => /\bname=rootless\b/.test(option)) ?? false,
    supports: {
      cpuQuota: info.CpuCfsQuota ?? false,
      cpuset: info.CPUSet ?? false,
      memory: info.MemoryLimit ?? false,
      swap: info.SwapLimit ?? false,
      pids: info.PidsLimit ?? false,
    },
  };
}

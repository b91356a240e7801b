import { type Answer, ask } from './answer.ts';
import type { EngineInfo } from './engine.ts';

/** The part of the answer to `/info` that we read; Docker's and Podman's have the same names. */
export interface InfoBody {
  readonly ServerVersion: string;
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
}

/** One question for all: Docker starts several programs for each answer to `/info` and to `/version`. */
export async function askInfo(socketPath: string, signal: AbortSignal): Promise<EngineInfo> {
  return infoOf(await ask<InfoBody>(socketPath, '/info', signal), socketPath);
}

export function infoOf({ body: info, headers }: Answer<InfoBody>, socketPath: string): EngineInfo {
  return {
    runtime: headers['libpod-api-version'] === undefined ? 'docker' : 'podman',
    version: info.ServerVersion,
    apiVersion: String(headers['api-version']),
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

import { readFile } from 'node:fs/promises';
import { getPriority } from 'node:os';
import type { HostEnvironment } from '../config/plan.ts';
import { AssayError } from '../core/error.ts';
import { hostRecord } from '../environment/host-record.ts';
import { type Refusal, refusedHere } from '../platform/sampler/inherited.ts';
import { type Sampler, startSampler } from '../platform/sampler/sampler.ts';
import { hostSite } from './host.ts';
import type { Site } from './site.ts';

/** This host as the environment describes it: under `sampler` where that is as it is, else under one of its own. */
export async function openHost(environment: HostEnvironment, sampler: Sampler): Promise<Site> {
  if (isPlain(environment)) return hostSite(environment, sampler);
  await refuseUnattainable(environment);
  const own = await startSampler({ inherited: environment });
  return {
    ...hostSite(environment, own),
    describe: (host) => hostRecord(host, environment),
    [Symbol.asyncDispose]: () => own.close(),
  };
}

function isPlain({ cpuset, nice, aslr }: HostEnvironment): boolean {
  return cpuset === null && nice === null && aslr === 'machine';
}

/**
 * Refuses what this machine or this user does not grant, all of it at once: the kernel is asked, before anything is
 * measured.
 */
export async function refuseUnattainable(environment: HostEnvironment): Promise<void> {
  const refusals = await refusedHere(environment);
  if (refusals.length === 0) return;
  const status = await readFile('/proc/self/status', 'utf8').catch(() => '');
  const lines = refusals.map((refusal) => `  ${shortfall(environment, refusal, status)}`);
  throw new AssayError(
    'infrastructure',
    `environment ${environment.name} asks for what cannot be had here:\n${lines.join('\n')}`,
    { hint: 'change it in assay.yaml, or choose another environment with --env' },
  );
}

/** `key: what is asked, but what there is` */
function shortfall({ cpuset, nice }: HostEnvironment, { what, why }: Refusal, status: string): string {
  switch (what) {
    case 'cpuset': {
      const allowed = /^Cpus_allowed_list:\s*(\S+)$/m.exec(status)?.[1] ?? 'others';
      return `cpuset: ${cpuset}, but Assay may run on ${allowed} (${why})`;
    }
    case 'nice':
      return `nice: ${nice}, but Assay runs at ${getPriority()}, and less than that takes the right to raise priorities (${why})`;
    case 'aslr':
      return `aslr: off, but this may not be changed here, as in containers without the right for it (${why})`;
  }
}

import { runCommand } from '../process.ts';
import { ensureSampler } from './binary.ts';

/** What every command of a sampler inherits from it. */
export interface Inherited {
  /** Processors to run on, as Linux lists them (`0,2-3`); `null`: those of Assay. */
  readonly cpuset: string | null;
  /** −20 to 19; `null`: that of Assay. */
  readonly nice: number | null;
  /** Address-space randomisation. */
  readonly aslr: 'machine' | 'off';
}

/** The arguments that start a sampler so: see docs/sampler-protocol.md. */
export function inheritedArguments({ cpuset, nice, aslr }: Inherited): string[] {
  return [
    ...(cpuset === null ? [] : ['--cpus', cpuset]),
    ...(nice === null ? [] : ['--nice', String(nice)]),
    ...(aslr === 'off' ? ['--no-aslr'] : []),
  ];
}

/** One thing that the kernel did not grant. */
export interface Refusal {
  readonly what: keyof Inherited;
  /** In the kernel's words: `Permission denied`. */
  readonly why: string;
}

const OPTIONS: Readonly<Record<string, keyof Inherited>> = {
  '--cpus': 'cpuset',
  '--nice': 'nice',
  '--no-aslr': 'aslr',
};

/** Everything of it that is refused here, found out by a sampler that is given nothing to do. */
export async function refusedHere(inherited: Inherited): Promise<Refusal[]> {
  const { stderr } = await runCommand([await ensureSampler(), ...inheritedArguments(inherited)], { env: {} });
  return [...stderr.matchAll(/^refused (--[a-z-]+).*: (.+)$/gm)].map(([, option, why]) => ({
    what: OPTIONS[option!]!,
    why: why!,
  }));
}

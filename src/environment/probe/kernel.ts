import { type Machine, notSaid } from '../machine.ts';
import { type Probed, probe } from '../probed.ts';

export interface KernelIdentity {
  readonly release: Probed<string>;
  readonly architecture: Probed<string>;
  /** What the kernel does about each processor vulnerability that this machine has. */
  readonly mitigations: Probed<Record<string, string>>;
  /** Address space randomisation: 0 off, 1 without the heap, 2 full. */
  readonly aslr: Probed<number>;
  /** What the clock is read from: a slow one (`hpet`, `acpi_pm`) makes every timestamp a system call. */
  readonly clockSource: Probed<string>;
  /** `debian 12`: name and version of the distribution. */
  readonly distribution: Probed<string>;
}

export async function probeKernel(machine: Machine, architecture: string): Promise<KernelIdentity> {
  const [release, mitigations, aslr, clockSource, distribution] = await Promise.all([
    probe(() => machine.read('/proc/sys/kernel/osrelease')),
    probe(() => readMitigations(machine)),
    probe(async () => Number(await machine.read('/proc/sys/kernel/randomize_va_space'))),
    probe(() => machine.read('/sys/devices/system/clocksource/clocksource0/current_clocksource')),
    probe(() => readDistribution(machine)),
  ]);
  return { release, architecture: { value: architecture }, mitigations, aslr, clockSource, distribution };
}

const VULNERABILITIES = '/sys/devices/system/cpu/vulnerabilities';

async function readMitigations(machine: Machine): Promise<Record<string, string>> {
  const names = await machine.list(VULNERABILITIES);
  const states = await Promise.all(
    names.map(async (name) => [name, await machine.readIf(`${VULNERABILITIES}/${name}`)] as const),
  );
  return Object.fromEntries(
    states.filter(
      (entry): entry is readonly [string, string] => entry[1] !== null && entry[1] !== 'Not affected',
    ),
  );
}

/** os-release(5). A rolling distribution has no version. */
async function readDistribution(machine: Machine): Promise<string> {
  const text = (await machine.readIf('/etc/os-release')) ?? (await machine.read('/usr/lib/os-release'));
  const id = osReleaseValue(text, 'ID');
  if (id === null) throw notSaid('/etc/os-release', 'ID');
  const version = osReleaseValue(text, 'VERSION_ID');
  return version === null ? id : `${id} ${version}`;
}

function osReleaseValue(text: string, name: string): string | null {
  return new RegExp(`^${name}=["']?([^"'\\n]*)["']?$`, 'm').exec(text)?.[1] ?? null;
}

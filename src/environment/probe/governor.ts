import { type Machine, notSaid } from '../machine.ts';
import { type Probed, probe } from '../probed.ts';

/** How the processor's speed is set (Linux Documentation/admin-guide/pm/cpufreq.rst). */
export interface Governor {
  /** `on`, `off`, `forceoff`, `notsupported`, `notimplemented`: the kernel's words. */
  readonly smt: Probed<string>;
  /** Whether the processor may exceed its base frequency. */
  readonly turbo: Probed<boolean>;
  /** `performance`, `powersave`, `schedutil`…; several joined by ` + `. */
  readonly governor: Probed<string>;
  readonly frequencyDriver: Probed<string>;
  /** Energy or performance preference of intel_pstate and amd-pstate, in their words. */
  readonly energyPreference: Probed<string>;
  /** Highest frequency of the fastest core, in hertz. */
  readonly maxFrequencyHz: Probed<number>;
}

const CPUS = '/sys/devices/system/cpu';
const CPUFREQ = `${CPUS}/cpufreq`;

export async function probeGovernor(machine: Machine): Promise<Governor> {
  const policies = machine
    .list(CPUFREQ)
    .catch(() => [])
    .then((names) => names.filter((name) => /^policy\d+$/.test(name)));
  const everyPolicy = (file: string): Promise<Set<string>> =>
    policies.then(async (names) => {
      if (names.length === 0)
        throw new Error('this kernel does not control the frequency (no cpufreq policy)');
      const texts = await Promise.all(names.map((name) => machine.readIf(`${CPUFREQ}/${name}/${file}`)));
      const found = new Set(texts.filter((text) => text !== null && text !== ''));
      if (found.size === 0) throw notSaid(CPUFREQ, file);
      return found as Set<string>;
    });
  const joined = (file: string): Promise<Probed<string>> =>
    probe(async () => [...(await everyPolicy(file))].sort().join(' + '));
  const [smt, turbo, governor, frequencyDriver, energyPreference, maxFrequencyHz] = await Promise.all([
    probe(() => readSmt(machine)),
    probe(() => readTurbo(machine)),
    joined('scaling_governor'),
    joined('scaling_driver'),
    joined('energy_performance_preference'),
    probe(async () => Math.max(...[...(await everyPolicy('cpuinfo_max_freq'))].map(Number)) * 1000),
  ]);
  return { smt, turbo, governor, frequencyDriver, energyPreference, maxFrequencyHz };
}

async function readSmt(machine: Machine): Promise<string> {
  const control = await machine.readIf(`${CPUS}/smt/control`);
  if (control !== null) return control;
  return (await machine.read(`${CPUS}/smt/active`)) === '1' ? 'on' : 'off';
}

async function readTurbo(machine: Machine): Promise<boolean> {
  const noTurbo = await machine.readIf(`${CPUS}/intel_pstate/no_turbo`);
  if (noTurbo !== null) return noTurbo === '0';
  const boost = await machine.readIf(`${CPUFREQ}/boost`);
  if (boost !== null) return boost === '1';
  throw new Error('the kernel shows no switch for it (neither intel_pstate/no_turbo nor cpufreq/boost)');
}

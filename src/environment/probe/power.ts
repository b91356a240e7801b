import { type Machine, notSaid } from '../machine.ts';
import { type Probed, probe } from '../probed.ts';
import { parseCpuinfo } from './cpuinfo.ts';

/** What the processor runs at and what holds it back. */
export interface PowerConditions {
  /** Mean over the processors at the time of the probe, in hertz. */
  readonly frequencyHz: Probed<number>;
  /** How often a core was slowed down by heat since boot, summed over cores. */
  readonly throttles: Probed<number>;
  readonly source: Probed<'mains' | 'battery'>;
}

const CPUS = '/sys/devices/system/cpu';

export async function probePower(machine: Machine): Promise<PowerConditions> {
  const [frequencyHz, throttles, source] = await Promise.all([
    probe(() => readFrequency(machine)),
    probe(() => readThrottles(machine)),
    probe(() => readPowerSource(machine)),
  ]);
  return { frequencyHz, throttles, source };
}

async function readFrequency(machine: Machine): Promise<number> {
  const text = await machine.readIf('/proc/cpuinfo');
  const megahertz = parseCpuinfo(text ?? '').flatMap((processor) => processor['cpu MHz'] ?? []);
  if (megahertz.length > 0) return mean(megahertz.map(Number)) * 1e6;
  // One reading wakes the core it asks about, so ARM machines are asked about their first only.
  return Number(await machine.ask(`${CPUS}/cpufreq/policy0/scaling_cur_freq`)) * 1000;
}

async function readThrottles(machine: Machine): Promise<number> {
  const cpus = (await machine.list(CPUS)).filter((name) => /^cpu\d+$/.test(name));
  const counts = await Promise.all(
    cpus.map((cpu) => machine.readIf(`${CPUS}/${cpu}/thermal_throttle/core_throttle_count`)),
  );
  const known = counts.filter((count) => count !== null).map(Number);
  if (known.length === 0) throw new Error('the kernel does not count thermal throttling here');
  return known.reduce((sum, count) => sum + count, 0);
}

const SUPPLIES = '/sys/class/power_supply';

/** Linux Documentation/ABI/testing/sysfs-class-power. A battery of a mouse or phone has the scope `Device`. */
async function readPowerSource(machine: Machine): Promise<'mains' | 'battery'> {
  const supplies = await Promise.all(
    (await machine.list(SUPPLIES)).map(async (name) => {
      const [type, online, status, scope] = await Promise.all(
        ['type', 'online', 'status', 'scope'].map((file) =>
          machine.ask(`${SUPPLIES}/${name}/${file}`).catch(() => null),
        ),
      );
      return { type, online, status, scope };
    }),
  );
  const own = supplies.filter((supply) => supply.scope !== 'Device');
  if (own.some((supply) => supply.type !== 'Battery' && supply.online === '1')) return 'mains';
  if (own.some((supply) => supply.type === 'Battery' && supply.status === 'Discharging')) return 'battery';
  if (own.length === 0) throw notSaid(SUPPLIES, 'any power supply');
  return 'mains';
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

import { type Probed, valueIn } from '../probed.ts';
import type { EnvironmentRecord } from '../record.ts';
import { type Check, ok, unavailable, warning } from './check.ts';

/** What makes the processor's speed vary. */
export function checkProcessor({ identity, conditions }: EnvironmentRecord): Check[] {
  return [
    governorCheck(identity.cpu.governor),
    turboCheck(identity.cpu.turbo, valueIn(identity.cpu.frequencyDriver)),
    scalingCheck(identity.cpu.maxFrequencyHz, conditions.power.frequencyHz),
    smtCheck(identity.cpu.smt, valueIn(identity.platform.virtualisation)),
    numaCheck(identity.memory.numaNodes),
    throttleCheck(conditions.power.throttles),
  ];
}

function governorCheck(governor: Probed<string>): Check {
  const name = 'CPU governor';
  if ('unavailable' in governor) return unavailable(name, governor.unavailable);
  if (governor.value === 'performance') return ok(name, 'performance');
  return warning(
    name,
    `${governor.value}: the frequency follows the load, so short commands run at another speed than long ones`,
    'sudo cpupower frequency-set -g performance',
  );
}

const TURBO_SWITCHES: Readonly<Record<string, string>> = {
  intel_pstate: 'echo 1 | sudo tee /sys/devices/system/cpu/intel_pstate/no_turbo',
  intel_cpufreq: 'echo 1 | sudo tee /sys/devices/system/cpu/intel_pstate/no_turbo',
};

function turboCheck(turbo: Probed<boolean>, driver: string | null): Check {
  const name = 'turbo';
  if ('unavailable' in turbo) return unavailable(name, turbo.unavailable);
  if (!turbo.value) return ok(name, 'off: the frequency does not depend on heat and neighbours');
  return warning(
    name,
    'on: the frequency depends on heat and on how many cores are busy',
    TURBO_SWITCHES[driver ?? ''] ?? 'echo 0 | sudo tee /sys/devices/system/cpu/cpufreq/boost',
  );
}

/** An idle core may rest at any frequency, so this only tells how far apart the ends are. */
function scalingCheck(maximum: Probed<number>, current: Probed<number>): Check {
  const name = 'frequency';
  const [maximumHz, currentHz] = [valueIn(maximum), valueIn(current)];
  if (currentHz === null)
    return unavailable(name, 'unavailable' in current ? current.unavailable : 'not readable');
  const now = `${(currentHz / 1e9).toFixed(2)} GHz`;
  if (maximumHz === null) return ok(name, `${now}; this machine does not let the kernel change it`);
  const share = currentHz / maximumHz;
  const finding = `${now} now, at most ${(maximumHz / 1e9).toFixed(2)} GHz`;
  return share >= LOWEST_SHARE
    ? ok(name, finding)
    : warning(
        name,
        `${finding}: commands start slow and speed up`,
        'sudo cpupower frequency-set -g performance',
      );
}

/**
 * Within a tenth of the maximum the frequency counts as settled: the base and all-core frequencies of
 * processors with turbo lie further below, single steps of 100 MHz closer.
 */
const LOWEST_SHARE = 0.9;

function smtCheck(smt: Probed<string>, hypervisor: string | null): Check {
  const name = 'SMT';
  if ('unavailable' in smt) return unavailable(name, smt.unavailable);
  if (smt.value !== 'on' && hypervisor !== null) {
    return unavailable(name, 'hidden by the hypervisor: each processor may be one of two threads of a core');
  }
  if (smt.value !== 'on') return ok(name, 'no two threads share a core');
  return warning(
    name,
    'on: a process on the other thread of a core slows this one down',
    'echo off | sudo tee /sys/devices/system/cpu/smt/control',
  );
}

function numaCheck(nodes: Probed<number>): Check {
  const name = 'NUMA';
  if ('unavailable' in nodes) return unavailable(name, nodes.unavailable);
  if (nodes.value <= 1) return ok(name, 'one memory node');
  return warning(
    name,
    `${nodes.value} memory nodes: speed depends on where a process and its memory happen to land`,
    'run Assay on one: numactl --cpunodebind=0 --membind=0 assay …',
  );
}

function throttleCheck(throttles: Probed<number>): Check {
  const name = 'heat';
  if ('unavailable' in throttles) return unavailable(name, throttles.unavailable);
  if (throttles.value === 0) return ok(name, 'never throttled since boot');
  return warning(
    name,
    `throttled ${throttles.value} times since boot`,
    'improve the cooling, or turn turbo off',
  );
}

import { formatValue } from '../../core/unit.ts';
import { type Probed, valueIn } from '../probed.ts';
import type { EnvironmentRecord } from '../record.ts';
import { type Check, ok, unavailable, warning } from './check.ts';

/** What else runs on the machine or stands between it and the commands. */
export interface SystemReadings {
  readonly record: EnvironmentRecord;
  /** Share of one processor that others used just now. */
  readonly otherLoad: number | null;
  /** Free bytes for this user where the worktree is. */
  readonly freeBytes: Probed<number>;
}

export function checkSystem({ record, otherLoad, freeBytes }: SystemReadings): Check[] {
  const { identity, conditions } = record;
  return [
    loadCheck(otherLoad, identity.cpu.threads, conditions.load.average1),
    virtualisationCheck(
      identity.platform.virtualisation,
      identity.container.runtime,
      conditions.load.stealShare,
    ),
    limitsCheck(identity),
    swapCheck(conditions.memory),
    aslrCheck(identity.kernel.aslr),
    diskCheck(freeBytes),
    powerCheck(conditions.power.source),
  ];
}

/**
 * Others may use this share of the whole machine: the default tolerance. A command placed at random loses
 * that much to them on average, and less is below the smallest change worth knowing.
 */
const TOLERATED_LOAD = 0.02;

function loadCheck(otherLoad: number | null, threads: Probed<number>, average: Probed<number>): Check {
  const name = 'load';
  const count = valueIn(threads);
  if (otherLoad === null || count === null) return unavailable(name, 'processor times cannot be read here');
  const recently = valueIn(average);
  const finding =
    `others use ${(otherLoad * 100).toFixed(0)} % of one processor of ${count} now` +
    (recently === null ? '' : `; load average ${recently.toFixed(2)}`);
  if (otherLoad / count <= TOLERATED_LOAD) return ok(name, finding);
  return warning(name, finding, 'see what runs (top -o %CPU) and stop it');
}

function virtualisationCheck(
  virtualisation: Probed<string | null>,
  container: Probed<string | null>,
  steal: Probed<number>,
): Check {
  const name = 'virtualisation';
  if ('unavailable' in virtualisation) return unavailable(name, virtualisation.unavailable);
  const around = valueIn(container);
  const inside = around === null ? '' : `, inside a container (${around})`;
  if (virtualisation.value === null) return ok(name, `none${inside}`);
  const share = valueIn(steal);
  const stolen =
    share === null ? '' : `; neighbours took ${(share * 100).toFixed(2)} % of its time since boot`;
  return warning(
    name,
    `a virtual machine (${virtualisation.value})${inside}${stolen}`,
    'compare commits within one run, where they are interleaved; figures of different days need a machine of their own',
  );
}

function limitsCheck({ limits, cpu }: EnvironmentRecord['identity']): Check {
  const name = 'limits';
  const [quota, memory, allowed] = [limits.cpuQuota, limits.memoryBytes, limits.allowedCpus].map(valueIn);
  const online = valueIn(cpu.threads);
  const found = [
    quota == null ? null : `${quota} processors of time per 100 ms, then a pause`,
    memory == null ? null : `${formatValue(memory, 'By')} of memory`,
    allowed == null || online === null || allowed >= online ? null : `${allowed} of ${online} processors`,
  ].filter((text) => text !== null);
  if (found.length > 0) {
    return warning(
      name,
      `a control group allows ${found.join(', ')}`,
      'run Assay outside it, or keep it the same for every run',
    );
  }
  const unread = [limits.cpuQuota, limits.memoryBytes, limits.allowedCpus].find(
    (limit) => 'unavailable' in limit,
  );
  return unread && 'unavailable' in unread
    ? unavailable(name, unread.unavailable)
    : ok(name, 'no limit of CPU or memory');
}

function swapCheck(memory: EnvironmentRecord['conditions']['memory']): Check {
  const name = 'swap';
  if ('unavailable' in memory.swapUsedBytes) return unavailable(name, memory.swapUsedBytes.unavailable);
  const used = memory.swapUsedBytes.value;
  if (used === 0) return ok(name, valueIn(memory.swapBytes) === 0 ? 'none' : 'not in use');
  return warning(
    name,
    `${formatValue(used, 'By')} in use: pages come back while a command is measured`,
    'sudo swapoff -a',
  );
}

function aslrCheck(aslr: Probed<number>): Check {
  const name = 'ASLR';
  if ('unavailable' in aslr) return unavailable(name, aslr.unavailable);
  if (aslr.value === 2)
    return ok(name, 'on: layout varies between executions, so it cannot pass for a change');
  return warning(
    name,
    'off: every execution has one layout, whose luck is measured as if it were the code (Mytkowicz et al., 2009)',
    'sudo sysctl kernel.randomize_va_space=2',
  );
}

/** Two builds and their worktrees of a large project; a smaller one needs less. */
const LOW_DISK_BYTES = 1024 ** 3;

function diskCheck(free: Probed<number>): Check {
  const name = 'free disk';
  if ('unavailable' in free) return unavailable(name, free.unavailable);
  const finding = `${formatValue(free.value, 'By')} free`;
  return free.value >= LOW_DISK_BYTES
    ? ok(name, finding)
    : warning(name, finding, 'free some space: assay db prune --help');
}

function powerCheck(source: Probed<'mains' | 'battery'>): Check {
  const name = 'power';
  if ('unavailable' in source) return unavailable(name, source.unavailable);
  return source.value === 'mains'
    ? ok(name, 'mains')
    : warning(name, 'on battery: the processor saves power', 'plug the machine in');
}

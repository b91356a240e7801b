import { existsSync } from 'node:fs';
import { machineAt } from '../../environment/machine.ts';
import { probeLimits } from '../../environment/probe/limits.ts';
import { readMeminfo } from '../../environment/probe/memory.ts';
import { probe, valueIn } from '../../environment/probed.ts';
import type { Machine } from '../../lint/rule.ts';
import type { Context } from '../context.ts';

/** What this process may use: the smallest of what the machine has and its limits allow. */
export async function thisMachine(): Promise<Machine> {
  const machine = machineAt('/');
  const [limits, total] = await Promise.all([
    probeLimits(machine),
    probe(() => readMeminfo(machine, 'MemTotal')),
  ]);
  return {
    cpus: least(valueIn(limits.allowedCpus), valueIn(limits.cpuQuota)),
    memoryBytes: least(valueIn(total), valueIn(limits.memoryBytes)),
  };
}

function least(...amounts: readonly (number | null)[]): number | null {
  const known = amounts.filter((amount) => amount !== null);
  return known.length === 0 ? null : Math.min(...known);
}

/** Environments that a stored calibration is about; none where nothing was ever measured. */
export async function calibratedIn(context: Context, database: string): Promise<ReadonlySet<string>> {
  if (!existsSync(database)) return new Set();
  const { listCalibrations } = await import('../../store/calibrations.ts');
  await using project = await context.openProjectStore({ readonly: true });
  return new Set(
    listCalibrations(project.store).flatMap(({ baseline, candidate }) => [baseline.name, candidate.name]),
  );
}

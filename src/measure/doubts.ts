import type { CommandSpec } from '../config/plan.ts';
import type { Side } from '../core/measurement.ts';
import { formatValue } from '../core/unit.ts';
import type { Warning } from '../core/warning.ts';
import { DISTURBING_LOAD, loadOfEach } from '../environment/load.ts';
import type { Observed } from './measure-case.ts';

/** Median cost of starting a process, in seconds, directly and through a shell. */
export interface StartFloor {
  readonly argvS: number;
  readonly shellS: number;
}

/**
 * A command is too short when starting its process is a tenth or more of its time: a change of 20 % in the
 * program's own work then shows as less than 18 %.
 */
const FLOOR_SHARE = 0.1;

/** The share of one CPU that others may use before it is worth saying: the size of a typical slowdown looked for. */
const OTHER_LOAD = 0.1;

/** Doubts about a case's executions, besides those found in the samples themselves. */
export function executionDoubts(
  command: CommandSpec,
  medianWallS: number,
  floor: StartFloor,
  observed: Observed,
  side: Side,
): Warning[] {
  const warnings: Warning[] = [];
  const startS = command.kind === 'shell' ? floor.shellS : floor.argvS;
  if (startS > FLOOR_SHARE * medianWallS) {
    warnings.push({
      kind: 'too-short',
      message: `takes ${formatValue(medianWallS, 's')}, of which starting ${command.kind === 'shell' ? 'a shell' : 'a process'} alone is ${formatValue(startS, 's')} here`,
      hint: `repeat the work inside one execution${command.kind === 'shell' ? ', or give the command as a list so that no shell is started' : ''}`,
    });
  }
  if (observed.exitCodes.size > 1) {
    warnings.push({
      kind: 'exit-code',
      message: `exit codes ${[...observed.exitCodes].sort((a, b) => a - b).join(', ')} within one measurement`,
      hint: 'the command did not do the same thing each time; find out why before trusting its samples',
    });
  }
  const busy = busyMachine(observed, side);
  if (busy) warnings.push(busy);
  if (observed.leftProcesses > 0) {
    warnings.push({
      kind: 'left-processes',
      message: `left ${observed.leftProcesses} processes running, which were ended`,
      hint: 'let the command wait for what it starts: work left behind is not measured',
    });
  }
  return warnings;
}

/** How many samples of a side were taken while others used the machine, and how much it was. */
function busyMachine({ loads }: Observed, side: Side): Warning | null {
  const each = loadOfEach(loads.map(({ otherLoad }) => otherLoad)).filter((_, i) => loads[i]!.side === side);
  const known = each.filter((share) => share !== null);
  const mean = known.reduce((sum, share) => sum + share, 0) / Math.max(1, known.length);
  const disturbed = known.filter((share) => share >= DISTURBING_LOAD).length;
  if (disturbed === 0 && mean <= OTHER_LOAD) return null;
  const count = `${disturbed} of ${each.length} samples were taken while others used ${DISTURBING_LOAD} CPUs or more`;
  return {
    kind: 'busy-machine',
    message: `${disturbed > 0 ? `${count}; ` : ''}other processes used ${mean.toFixed(2)} CPUs while it ran`,
    hint: 'close what else is running, or measure on an idle machine: assay doctor',
  };
}

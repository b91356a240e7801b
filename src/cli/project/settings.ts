import type { Command } from 'commander';
import { InvalidArgumentError } from 'commander';
import type { Overrides } from '../../config/plan-of.ts';
import { type PlaceFlags, withPlaceFlags } from './place-flags.ts';
import { type TurnFlags, withTurnFlags } from './queue.ts';

/** Flags that `run` and `compare` share, as commander gives them. */
export interface MeasureFlags extends TurnFlags, PlaceFlags {
  readonly samples?: number;
  readonly time?: number;
  readonly warmup?: number;
  readonly tolerance?: number;
  readonly falseAlarmBudget?: number;
  readonly seed?: number;
  readonly report?: boolean;
}

export function withMeasureFlags(command: Command): Command {
  return withPlaceFlags(withTurnFlags(command))
    .option('--samples <n>', 'take exactly this many samples of each side', positiveInteger)
    .option('--time <seconds>', 'spend at most about this long on each case', positiveNumber)
    .option('--warmup <n>', 'executions before the first sample', nonNegativeInteger)
    .option('--tolerance <percent>', 'smallest change worth knowing, for example 2%', fraction)
    .option(
      '--false-alarm-budget <percent>',
      'chance of one or more false alarms in the whole run, for example 1%',
      fraction,
    )
    .option('--seed <n>', 'seed of the order of samples, to repeat it', nonNegativeInteger)
    .option('--report', 'write the report and its graphs to results/ when done');
}

export function overridesOf(flags: MeasureFlags): Overrides {
  return {
    ...(flags.samples !== undefined && { samples: flags.samples }),
    ...(flags.time !== undefined && { timeS: flags.time }),
    ...(flags.warmup !== undefined && { warmup: flags.warmup }),
    ...(flags.tolerance !== undefined && { tolerance: flags.tolerance }),
    ...(flags.falseAlarmBudget !== undefined && { falseAlarmBudget: flags.falseAlarmBudget }),
  };
}

/** Largest number of samples and largest seed: what fits 32 bits without a sign. */
const LARGEST = 2 ** 32 - 1;

export function positiveInteger(text: string): number {
  const value = nonNegativeInteger(text);
  if (value === 0) throw new InvalidArgumentError('It must be at least 1.');
  return value;
}

export function nonNegativeInteger(text: string): number {
  if (!/^\d+$/.test(text) || Number(text) > LARGEST)
    throw new InvalidArgumentError(`It must be a whole number up to ${LARGEST}.`);
  return Number(text);
}

export function positiveNumber(text: string): number {
  const match = /^(\d+(?:\.\d+)?)s?$/.exec(text);
  if (!match || !(Number(match[1]) > 0))
    throw new InvalidArgumentError('It must be a number of seconds above 0.');
  return Number(match[1]);
}

/** `2%`, `0.02` */
export function fraction(text: string): number {
  const match = /^(\d+(?:\.\d+)?)\s*(%?)$/.exec(text);
  const value = match ? Number(match[1]) / (match[2] === '%' ? 100 : 1) : Number.NaN;
  if (!(value > 0 && value < 1))
    throw new InvalidArgumentError('It must be a percentage between 0% and 100%, such as 2% or 0.02.');
  return value;
}

import type { Warning } from '../../core/warning.ts';
import { median } from '../descriptive.ts';
import { causeOf } from './cause.ts';
import {
  type ChangeAnalysis,
  type ChangePoint,
  type ChangeSettings,
  FALSE_RATE,
  FEWEST,
  type Level,
  type Pending,
} from './change.ts';
import { checkHistory } from './check.ts';
import { chanceOf } from './evidence.ts';
import type { Fit } from './fit.ts';
import { estimateLevels, type LevelEstimate, levelAt, studentQuantile } from './levels.ts';
import { locate } from './locate.ts';
import { pendingStep } from './pending.ts';
import { prepare } from './prepare.ts';
import { ratioOf } from './ratio.ts';
import { selectSteps } from './select.ts';

/**
 * The steps in a metric's history, oldest value first; `null` is a gap. The same values always give the same
 * answer. Throws an AssayError for values that are no numbers. Method: docs/statistics.md, "Change points".
 */
export function detectChanges(
  values: readonly (number | null)[],
  settings: ChangeSettings = {},
): ChangeAnalysis {
  checkHistory(values, settings);
  const falseRate = settings.falseRate ?? FALSE_RATE;
  const places: number[] = [];
  const present: number[] = [];
  for (let index = 0; index < values.length; index++) {
    const value = values[index]!;
    if (value === null) continue;
    places.push(index);
    present.push(value);
  }
  const n = present.length;
  const found = n < FEWEST ? null : steps(present, falseRate);
  const levels = found?.levels ?? [];
  // A level reaches from its first value to the next level's, so that gaps belong to the level before them.
  const placeOf = (position: number): number => places[position] ?? values.length;
  return {
    n,
    changePoints: (found?.points ?? []).map((point) => located(point, placeOf, settings)),
    levels: levels.map(
      ({ from, to, level }): Level => ({ from: placeOf(from), to: placeOf(to), n: to - from, level }),
    ),
    pending: moved(
      n < FEWEST
        ? null
        : pendingStep(present, levels.at(-1)!.from, (longer) => steps(longer, falseRate).positions),
      placeOf,
    ),
    warnings: warningsOf(n, found?.fit ?? null),
  };
}

/** A step by position among the values that are no gaps. */
interface Step {
  readonly position: number;
  readonly range: readonly [number, number];
  readonly before: LevelEstimate;
  readonly after: LevelEstimate;
  readonly quantile: number;
  readonly chance: number;
}

interface Found {
  readonly fit: Fit | null;
  readonly positions: readonly number[];
  readonly points: readonly Step[];
  readonly levels: readonly LevelEstimate[];
}

function steps(values: readonly number[], falseRate: number): Found {
  const raw = new Float64Array(values);
  const prepared = prepare(raw);
  if (prepared === null) {
    const level = { from: 0, to: values.length, level: median(values), error: 0 };
    return { fit: null, positions: [], points: [], levels: [level] };
  }
  const { series } = prepared;
  const selected = selectSteps(series, raw, falseRate);
  const { fit, ranges } = locate(series, selected.fit, 1 - falseRate);
  const levels = estimateLevels(prepared, fit);
  const freedom = values.length - levels.length - (fit.sloped ? 1 : 0);
  const points = fit.changes.map((position, i) => ({
    position,
    range: ranges[i]!,
    before: levelAt(levels[i]!, position - 0.5, fit.slope * series.unit),
    after: levelAt(levels[i + 1]!, position - 0.5, fit.slope * series.unit),
    quantile: studentQuantile(1 - falseRate, freedom),
    chance: chanceOf(selected.gains[i]!, values.length),
  }));
  return { fit, positions: fit.changes, points, levels };
}

function located(step: Step, placeOf: (position: number) => number, settings: ChangeSettings): ChangePoint {
  const index = placeOf(step.position);
  const range = [placeOf(step.range[0]), placeOf(step.range[1])] as const;
  const { before, after } = step;
  return {
    index,
    range,
    before: before.level,
    after: after.level,
    ...ratioOf(before, after, step.quantile),
    confidence: 1 - step.chance,
    cause: causeOf([placeOf(step.range[0] - 1) + 1, range[1]], index, settings),
    verdict: settings.direction
      ? after.level > before.level === (settings.direction === 'lower')
        ? 'regression'
        : 'improvement'
      : null,
  };
}

function moved(pending: Pending | null, placeOf: (position: number) => number): Pending | null {
  return pending && { ...pending, index: placeOf(pending.index) };
}

function warningsOf(n: number, fit: Fit | null): Warning[] {
  if (n < FEWEST) {
    return [
      {
        kind: 'few-samples',
        message: `${n} values are too few to tell a step from noise`,
        hint: `measure at least ${FEWEST - n} more commits`,
      },
    ];
  }
  if (!fit || !(fit.sloped || fit.noise.phi === 1)) return [];
  return [
    {
      kind: 'drift',
      message: fit.sloped
        ? 'the history drifts steadily besides its steps'
        : 'the level of the history wanders, and only steps larger than its wandering are told',
      hint: 'a drift is the sum of many small changes, or of the machine: assay compare of two commits tells which',
    },
  ];
}

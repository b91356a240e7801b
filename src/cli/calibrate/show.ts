import { extname, resolve } from 'node:path';
import type { Calibration } from '../../core/calibration.ts';
import { AssayError } from '../../core/error.ts';
import { rowId } from '../../report/figure.ts';
import { listCalibrations, loadCalibration } from '../../store/calibrations.ts';
import type { Store } from '../../store/open.ts';
import type { Context } from '../context.ts';
import type { CalibrateResult, CalibrationsResult } from '../schemas/calibrate.ts';
import { calibrationsText, calibrationText } from './text.ts';

/** Prints a calibration, and draws it where `graph` names a file. */
export async function printCalibration(
  context: Context,
  store: Store,
  calibration: Calibration,
  graph: string | undefined,
): Promise<void> {
  const path = graph === undefined ? null : pictureAt(context, graph);
  if (path !== null) {
    const { drawCalibration } = await import('./graph.ts');
    await drawCalibration(store, calibration.runId, path);
  }
  const result = calibrateResult(calibration, path);
  context.stdout(context.json ? `${JSON.stringify(result, null, 2)}\n` : calibrationText(context, result));
}

/** `assay calibrate show` */
export async function shown(context: Context, id: string, graph: string | undefined): Promise<void> {
  await using project = await context.openProjectStore({ readonly: true });
  await printStored(context, project.store, id, graph);
}

/** The calibration of this id, see {@link loadCalibration}. */
export async function printStored(context: Context, store: Store, id: string, graph?: string): Promise<void> {
  await printCalibration(context, store, await loadCalibration(store, id), graph);
}

/** `assay calibrate list` */
export async function listed(context: Context, limit: number): Promise<void> {
  await using project = await context.openProjectStore({ readonly: true });
  const result: CalibrationsResult = {
    schema: 'assay.calibrations/1',
    calibrations: listCalibrations(project.store, { limit }).map(
      ({ runId, measuredAt, baseline, candidate, rows }) => ({
        calibration: runId,
        ...{ measuredAt, baseline, candidate },
        effects: rows.filter(({ finding }) => finding === 'effect').length,
        measured: rows.filter(({ status }) => status === 'measured').length,
      }),
    ),
  };
  context.stdout(context.json ? `${JSON.stringify(result, null, 2)}\n` : calibrationsText(result));
}

/** The contract `assay.calibrate/1`. */
function calibrateResult(calibration: Calibration, graph: string | null): CalibrateResult {
  const { runId, measuredAt, baseline, candidate, budget, alpha, rows } = calibration;
  return {
    schema: 'assay.calibrate/1',
    calibration: runId,
    ...{ measuredAt, baseline, candidate, falseAlarmBudget: budget, alpha },
    rows: rows.map(({ workload: _, measurements, interval, difference, ...row }) => ({
      ...row,
      interval: [...interval],
      difference: difference && { ...difference, interval: [...difference.interval] },
      figure: measurements && rowId({ ...row, run: runId, of: 'pair', subject: null }),
    })),
    graph,
  };
}

function pictureAt({ cwd }: Context, file: string): string {
  if (['.svg', '.png'].includes(extname(file).toLowerCase())) return resolve(cwd, file);
  throw new AssayError('usage', `--graph ${file}: neither an SVG nor a PNG`, {
    hint: 'let the name end with .svg or .png',
  });
}

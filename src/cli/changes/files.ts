import { resolve } from 'node:path';
import { detectChanges } from '../../stats/change/detect.ts';
import type { Findings } from '../changes.ts';
import type { Context } from '../context.ts';
import { type FileSeries, readSeriesFile } from '../series/file.ts';

/** The steps in the histories that files hold, in the order of the files. */
export async function fileChanges(
  context: Context,
  files: readonly string[],
  falseRate: number,
): Promise<Findings> {
  const series: Findings['series'] = [];
  const notes: string[] = [];
  for (const file of files) {
    const content = await readSeriesFile(resolve(context.cwd, file), file);
    notes.push(...content.notes.map((note) => `${file}: ${note}`));
    for (const of of content.series) {
      series.push(foundIn(of, falseRate));
      context.signal.throwIfAborted();
    }
  }
  return { notes, series, events: [] };
}

function foundIn(of: FileSeries, falseRate: number): Findings['series'][number] {
  const { benchmark, metric, unit, direction, commits } = of;
  const analysis = detectChanges(of.values, {
    falseRate,
    direction,
    ...(commits && { commits }),
    ...(of.environments && { environments: of.environments }),
  });
  return {
    ...{ benchmark, case: {}, subject: null, metric, unit, direction, environment: null },
    n: analysis.n,
    changePoints: analysis.changePoints.map((change) => ({
      ...change,
      range: [...change.range] as [number, number],
      interval: [...change.interval] as [number | null, number | null],
      commits: { after: commits?.[change.index - 1] ?? null, at: commits?.[change.index] ?? null },
    })),
    levels: [...analysis.levels],
    pending: analysis.pending,
    warnings: [...analysis.warnings],
  };
}

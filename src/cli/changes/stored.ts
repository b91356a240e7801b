import type { Findings } from '../changes.ts';
import type { Context } from '../context.ts';
import { identitiesIn } from '../history/drift.ts';
import { type HistoryFlags, storedHistories } from '../history/load.ts';
import { changePointResults, eventResults } from '../history/result.ts';

/** The steps in the histories of stored runs, and those of several metrics at the same commit as one event. */
export async function storedChanges(
  context: Context,
  benchmarks: readonly string[],
  flags: HistoryFlags,
): Promise<Findings> {
  await using project = await context.openProjectStore({ readonly: true });
  const { histories, notes } = await storedHistories(context, project.store, benchmarks, flags);
  return {
    notes: [...notes],
    series: histories.map((history) => {
      const { benchmark, case: params, subject, metric, unit, direction, environment, analysis } = history;
      return {
        ...{ benchmark, case: params, subject, metric, unit, direction, environment },
        n: analysis.n,
        changePoints: changePointResults(history),
        levels: [...analysis.levels],
        pending: analysis.pending,
        warnings: [...analysis.warnings],
      };
    }),
    events: eventResults(histories, await identitiesIn(project.store)),
  };
}

import type { Store } from './open.ts';
import type { ComparisonRecord } from './records.ts';

/** Stores the decision of a comparison; deciding again (a resumed run) replaces it. */
export async function saveComparison(store: Store, comparison: ComparisonRecord): Promise<void> {
  const row = {
    run_id: comparison.runId,
    baseline_measurement: comparison.baselineMeasurement,
    candidate_measurement: comparison.candidateMeasurement,
    verdict: comparison.verdict,
    result: JSON.stringify(comparison),
  };
  await store.db
    .insertInto('comparison')
    .values(row)
    .onConflict((conflict) =>
      conflict
        .columns(['baseline_measurement', 'candidate_measurement'])
        .doUpdateSet({ verdict: row.verdict, result: row.result }),
    )
    .execute();
}

/** In the order of the plan. */
export async function loadComparisons(store: Store, runId: string): Promise<ComparisonRecord[]> {
  const rows = await store.db
    .selectFrom('comparison')
    .select('result')
    .where('run_id', '=', runId)
    .orderBy('candidate_measurement')
    .execute();
  return rows.map((row) => JSON.parse(row.result));
}

import type { Side } from '../core/measurement.ts';
import type { Store } from './open.ts';

/** A case of a run that is over: every measurement of it is sealed. */
export interface SealedCase {
  readonly benchmark: string;
  readonly caseKey: string;
  /** By side, why it could not be measured; empty when all went well. */
  readonly failures: ReadonlyMap<Side, string>;
}

/** The cases of a run that need no more samples: a resumed run must not add to what was already decided. */
export async function loadSealedCases(store: Store, runId: string): Promise<SealedCase[]> {
  const rows = await store.db
    .selectFrom('measurement')
    .select(['side', 'benchmark', 'case_key', 'status', 'reason', 'digest'])
    .where('run_id', '=', runId)
    .where('status', '!=', 'unavailable')
    .orderBy('id')
    .execute();
  const cases = Map.groupBy(rows, (row) => JSON.stringify([row.benchmark, row.case_key]));
  return [...cases.values()]
    .filter((measurements) => measurements.every(({ digest }) => digest !== null))
    .map((measurements) => ({
      benchmark: measurements[0]!.benchmark,
      caseKey: measurements[0]!.case_key,
      failures: new Map(
        measurements.flatMap(({ side, status, reason }) =>
          status === 'failed' ? [[side as Side, reason ?? '']] : [],
        ),
      ),
    }));
}

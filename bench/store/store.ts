import type { BenchContext, Outcome } from '../outcome.ts';
import { scratch } from '../scratch.ts';
import { benchExecutions } from './executions.ts';
import { benchMillion } from './million.ts';

/** Writing durably through the store against a plain loop over the same SQLite with the same tables. */
export async function benchStore(context: BenchContext): Promise<Outcome[]> {
  await using folder = await scratch();
  return [await benchMillion(folder.path, context), await benchExecutions(folder.path, context)];
}

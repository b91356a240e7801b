import { fits } from '../../config/selection.ts';
import { AssayError } from '../../core/error.ts';
import { type History, historiesOf } from '../../judge/history.ts';
import { commitOrder, type WalkOptions } from '../../platform/git/ancestry.ts';
import { findRepository, resolveCommit } from '../../platform/git/repository.ts';
import type { Store } from '../../store/open.ts';
import { listSeries, loadSeries, type StoredSeries } from '../../store/series.ts';
import type { Context } from '../context.ts';

/** Which histories, and in which order their runs stand. */
export interface HistoryFlags extends WalkOptions {
  /** Metrics by name or pattern; without any, those that are judged. */
  readonly metric?: readonly string[];
  readonly falseRate?: number;
  /** Histories are of the ancestors of this commit; `HEAD` by default. */
  readonly ref?: string;
  /** Short id of the only environment to look at. */
  readonly environment?: string;
}

export interface StoredHistories {
  readonly histories: readonly History[];
  /** What is not in them, in words. */
  readonly notes: readonly string[];
}

/** The histories in the store of the benchmarks named, or of all. A name that none has is a usage error. */
export async function storedHistories(
  context: Context,
  store: Store,
  benchmarks: readonly string[],
  flags: HistoryFlags,
): Promise<StoredHistories> {
  const chosen = selectSeries(listSeries(store), benchmarks, flags);
  const order = await orderOf(context, flags);
  const histories: History[] = [];
  let elsewhere = 0;
  for (const series of chosen) {
    const filter = flags.environment === undefined ? {} : { environmentId: flags.environment };
    const found = historiesOf(series, loadSeries(store, series, filter), order, flags.falseRate);
    elsewhere = Math.max(elsewhere, found.elsewhere);
    histories.push(...found.histories.filter(({ points }) => points.length > 0));
  }
  const notes =
    elsewhere === 0
      ? []
      : [`${elsewhere} runs of commits outside the history of ${flags.ref ?? 'HEAD'} are left out`];
  return { histories, notes };
}

function selectSeries(
  all: readonly StoredSeries[],
  benchmarks: readonly string[],
  { metric = [] }: HistoryFlags,
): StoredSeries[] {
  if (all.length === 0) {
    throw new AssayError('inconclusive', 'there is no history yet: no committed tree was measured', {
      hint: 'measure the latest commits: assay track --last 20',
    });
  }
  const matches = (patterns: readonly string[], name: string): boolean =>
    patterns.length === 0 || patterns.some((pattern) => pattern === name || fits(name, pattern));
  for (const pattern of benchmarks) {
    if (all.some(({ benchmark }) => matches([pattern], benchmark))) continue;
    const known = [...new Set(all.map(({ benchmark }) => benchmark))].slice(0, 10).join(', ');
    throw new AssayError('usage', `nothing is stored of a benchmark ${pattern}`, {
      hint: `stored are: ${known}`,
    });
  }
  const named = all.filter(({ benchmark }) => matches(benchmarks, benchmark));
  if (metric.length === 0) return named.filter(({ judged }) => judged);
  const found = named.filter((series) => matches(metric, series.metric));
  if (found.length > 0) return found;
  const known = [...new Set(named.map((series) => series.metric))].join(', ');
  throw new AssayError('usage', `nothing is stored of a metric ${metric.join(', ')}`, {
    hint: `stored are: ${known}`,
  });
}

/** `null` outside of a repository: there the order is that of time. */
async function orderOf(context: Context, { ref, firstParent = false }: HistoryFlags) {
  const repository = await findRepository(context.cwd).catch(() => null);
  if (repository === null) return null;
  if (ref !== undefined)
    return commitOrder(repository, (await resolveCommit(repository, ref)).commit, { firstParent });
  return commitOrder(repository, 'HEAD', { firstParent }).catch(() => null);
}

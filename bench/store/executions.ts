import { join } from 'node:path';
import { BUILTIN_METRIC_NAMES } from '../../src/core/metric.ts';
import { formatValue } from '../../src/core/unit.ts';
import { median } from '../../src/stats/descriptive.ts';
import { sampleWriter } from '../../src/store/measurements.ts';
import { medianRatio } from '../bootstrap.ts';
import { interleave, seconds } from '../interleave.ts';
import { type BenchContext, type Outcome, repetitions } from '../outcome.ts';
import { WRITE_BOUND, WRITE_PEER } from './bound.ts';
import { newPeer, peerExecutions } from './peer.ts';
import { addMeasurement, addRun, newStore } from './tables.ts';

const EXECUTIONS = 5000;
const BLOCKS = 10;

/** One execution with all its samples at a time: what stands between two samples. */
export async function benchExecutions(folder: string, context: BenchContext): Promise<Outcome> {
  const pairs = await interleave(
    repetitions(BLOCKS, context),
    { ours: () => ours(folder), theirs: () => theirs(folder) },
    { ...context, progress: (text) => context.progress(`one execution at a time: ${text}`) },
  );
  const each = (times: readonly number[]): string => `${formatValue(median(times) / EXECUTIONS, 's')} each`;
  return {
    name: 'Writing one execution at a time',
    peer: WRITE_PEER,
    rows: [
      { label: 'through the store', value: each(pairs.map((pair) => pair.ours)) },
      { label: 'plain loop', value: each(pairs.map((pair) => pair.theirs)) },
    ],
    ratio: { ...medianRatio(pairs), bound: WRITE_BOUND },
    pairs,
    note: `${EXECUTIONS} executions of ${BUILTIN_METRIC_NAMES.length} metrics, each a transaction that is on disk when it returns.`,
  };
}

async function ours(folder: string): Promise<number> {
  await using store = await newStore(join(folder, 'ours.db'));
  await addRun(store, 'run', 0);
  const ids: number[] = [];
  for (const metric of BUILTIN_METRIC_NAMES) ids.push(await addMeasurement(store, 'run', metric, 'bench'));
  const write = sampleWriter(store);
  const execution = {
    runId: 'run',
    side: 'candidate' as const,
    benchmark: 'bench',
    case: {},
    position: 0,
    exitCode: 0,
    signal: null,
    otherLoad: null,
  };
  return await seconds(() => {
    for (let seq = 0; seq < EXECUTIONS; seq++) {
      const values = ids.map((id, i) => [id, seq / (i + 1)] as const);
      write({ ...execution, seq, block: seq, startedAt: new Date().toISOString(), values });
    }
  });
}

async function theirs(folder: string): Promise<number> {
  const database = await newPeer(join(folder, 'theirs.db'));
  const time = await seconds(() => peerExecutions(database, EXECUTIONS, BUILTIN_METRIC_NAMES.length));
  database.close();
  return time;
}

import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { NODE } from '../../scripts/command.ts';
import { loadEvidence } from '../../src/cli/evidence.ts';
import { normal, seededRandom } from '../../src/core/random.ts';
import { formatValue } from '../../src/core/unit.ts';
import { median } from '../../src/stats/descriptive.ts';
import { loadHistory } from '../../src/store/history.ts';
import { insertSamples, sealMeasurement } from '../../src/store/measurements.ts';
import type { Store } from '../../src/store/open.ts';
import { medianRatio } from '../bootstrap.ts';
import { interleave, seconds } from '../interleave.ts';
import { type BenchContext, type Outcome, repetitions } from '../outcome.ts';
import { scratch } from '../scratch.ts';
import { addMeasurement, addRun, newStore } from './tables.ts';

const RUNS = 1000;
const SAMPLES = 30;
const BLOCKS = 20;
const PROCESSES = 10;
/** Row R54: 1,000 runs in less than 100 ms. */
const LIMIT_S = 0.1;
/** Sorting in the database and taking the quartiles here is to be no slower than taking them in SQL. */
const BOUND = 1;

const QUERY = { benchmark: 'bench', case: {}, metric: 'wall' } as const;

/** One history of 1,000 runs, as `assay report` asks for it. */
export async function benchHistory(context: BenchContext): Promise<Outcome> {
  await using folder = await scratch();
  const path = join(folder.path, 'history.db');
  await using store = await newStore(path);
  context.progress(`storing ${RUNS} runs`);
  await fill(store);
  await checkAgreement(store);
  const pairs = await interleave(
    repetitions(BLOCKS, context),
    {
      ours: () => seconds(() => loadHistory(store, QUERY)),
      theirs: () => seconds(() => historyInSql(store)),
    },
    context,
  );
  const fresh = Array.from({ length: repetitions(PROCESSES, context) }, () => inNewProcess(path));
  const evidence: number[] = [];
  for (let i = 0; i < repetitions(PROCESSES, context); i++) {
    evidence.push(await seconds(() => loadEvidence(store, runId(RUNS - 1))));
  }
  const first = median(fresh);
  return {
    name: 'Reading a history of 1,000 runs',
    peer: 'the same order statistics in one SQL statement with window functions',
    rows: [
      { label: 'loadHistory', value: formatValue(median(pairs.map((pair) => pair.ours)), 's') },
      { label: 'SQL', value: formatValue(median(pairs.map((pair) => pair.theirs)), 's') },
      { label: 'in a new process: open the store, first loadHistory', value: formatValue(first, 's') },
      { label: 'all that a report of the latest run reads', value: formatValue(median(evidence), 's') },
    ],
    ratio: { ...medianRatio(pairs), bound: BOUND },
    limits: [
      {
        label: 'in a new process',
        value: formatValue(first, 's'),
        bound: `≤ ${formatValue(LIMIT_S, 's')}`,
        met: first <= LIMIT_S,
      },
    ],
    pairs,
    note: `${SAMPLES} samples of one metric in each run; both give the same points.`,
  };
}

function runId(number: number): string {
  return `run-${String(number).padStart(4, '0')}`;
}

async function fill(store: Store): Promise<void> {
  const random = seededRandom(1);
  // Nothing is measured yet: waiting for the disk four thousand times would only be waiting.
  store.connection.exec('PRAGMA synchronous = OFF');
  for (let number = 0; number < RUNS; number++) {
    const id = runId(number);
    await addRun(store, id, number);
    const measurement = await addMeasurement(store, id, 'wall', QUERY.benchmark);
    await insertSamples(
      store,
      measurement,
      Array.from({ length: SAMPLES }, () => 0.1 * Math.exp(0.03 * normal(random))),
    );
    await sealMeasurement(store, measurement, { status: 'measured', reason: null, warnings: [] });
  }
  store.connection.exec('PRAGMA synchronous = FULL; PRAGMA wal_checkpoint(TRUNCATE)');
}

interface SqlPoint {
  readonly run_id: string;
  readonly q1: number;
  readonly median: number;
  readonly q3: number;
}

/** Type 7 of Hyndman and Fan (1996) in SQL: the two neighbours of each position, weighted. */
function historyInSql(store: Store): SqlPoint[] {
  const at = (p: number): string => `sum(value * max(0, 1 - abs(place - (n - 1) * ${p})))`;
  return store.connection
    .prepare(
      `WITH placed AS (
         SELECT run.id AS run_id, run.started_at, revision."commit", title, value,
           row_number() OVER (PARTITION BY measurement.id ORDER BY value) - 1 AS place,
           count(*) OVER (PARTITION BY measurement.id) AS n
         FROM measurement
         JOIN run ON run.id = measurement.run_id
         JOIN revision ON revision.run_id = run.id AND revision.side = 'candidate'
         JOIN sample ON sample.measurement_id = measurement.id
         WHERE benchmark = ? AND metric = ? AND case_key = '{}' AND measurement.side = 'candidate'
       )
       SELECT run_id, "commit", title, n, ${at(0.25)} AS q1, ${at(0.5)} AS median, ${at(0.75)} AS q3
       FROM placed GROUP BY run_id ORDER BY started_at, run_id`,
    )
    .all(QUERY.benchmark, QUERY.metric) as unknown as SqlPoint[];
}

/** Twelve digits: the two add in a different order. */
function rounded(values: readonly number[]): string[] {
  return values.map((value) => value.toPrecision(12));
}

async function checkAgreement(store: Store): Promise<void> {
  const ours = (await loadHistory(store, QUERY)).map((point) => [
    point.runId,
    ...rounded([point.quartiles[0], point.median, point.quartiles[1]]),
  ]);
  const theirs = historyInSql(store).map(({ run_id, q1, median, q3 }) => [
    run_id,
    ...rounded([q1, median, q3]),
  ]);
  if (ours.length !== RUNS || !isDeepStrictEqual(ours, theirs)) {
    throw new Error('loadHistory and the SQL statement give different points');
  }
}

/** Seconds from before opening the store to the points, in a process that has done nothing else. */
function inNewProcess(path: string): number {
  const module = (name: string): string => JSON.stringify(import.meta.resolve(`../../src/store/${name}.ts`));
  const script = `
    import { openStore } from ${module('open')};
    import { loadHistory } from ${module('history')};
    const start = process.hrtime.bigint();
    await using store = await openStore(${JSON.stringify(path)}, { readonly: true });
    await loadHistory(store, ${JSON.stringify(QUERY)});
    console.log(Number(process.hrtime.bigint() - start) / 1e9);`;
  const [node, ...flags] = NODE;
  const { status, stdout, stderr } = spawnSync(node!, [...flags, '--input-type=module', '--eval', script], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
  return Number(stdout);
}

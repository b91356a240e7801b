import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { NODE, ROOT } from '../../scripts/command.ts';
import { loadEvidence } from '../../src/cli/report/evidence.ts';
import { normal, seededRandom } from '../../src/core/random.ts';
import { formatValue } from '../../src/core/unit.ts';
import { median } from '../../src/stats/descriptive.ts';
import { loadHistory } from '../../src/store/history.ts';
import { insertSamples, sealMeasurement } from '../../src/store/measurements.ts';
import type { Store } from '../../src/store/open.ts';
import { loadSeries } from '../../src/store/series.ts';
import { medianRatio } from '../bootstrap.ts';
import { interleave, seconds } from '../interleave.ts';
import { type BenchContext, type Outcome, repetitions } from '../outcome.ts';
import { scratch } from '../scratch.ts';
import { checkAgreement, historyInSql, SERIES } from './history-peer.ts';
import { addMeasurement, addRun, newStore } from './tables.ts';

const RUNS = 1000;
const SAMPLES = 30;
const BLOCKS = 20;
const PROCESSES = 10;
/** 1,000 runs in less than 100 ms. */
const LIMIT_S = 0.1;
/** Sorting in the database and taking the quartiles here is to be no slower than taking them in SQL. */
const BOUND = 1;

/** One history of 1,000 runs, as `assay history` and `assay report` ask for it. */
export async function benchHistory(context: BenchContext): Promise<Outcome> {
  await using folder = await scratch();
  const path = join(folder.path, 'history.db');
  await using store = await newStore(path);
  context.progress(`storing ${RUNS} runs`);
  await fill(store);
  await checkAgreement(store, RUNS);
  const pairs = await interleave(
    repetitions(BLOCKS, context),
    {
      ours: () => seconds(() => loadSeries(store, SERIES)),
      theirs: () => seconds(() => historyInSql(store)),
    },
    context,
  );
  const fresh = Array.from({ length: repetitions(PROCESSES, context) }, () => inNewProcess(path));
  const evidence: number[] = [];
  for (let i = 0; i < repetitions(PROCESSES, context); i++) {
    evidence.push(await seconds(() => loadEvidence(store, runId(RUNS - 1))));
  }
  const whole = Array.from({ length: repetitions(PROCESSES, context) }, () =>
    historyCommand(path, folder.path),
  );
  const points: number[] = [];
  for (let i = 0; i < BLOCKS; i++) points.push(await seconds(() => loadHistory(store, SERIES)));
  const first = median(fresh);
  return {
    name: 'Reading a history of 1,000 runs',
    peer: 'the same order statistics in one SQL statement with window functions',
    rows: [
      {
        label: 'loadSeries, of assay history',
        value: formatValue(median(pairs.map((pair) => pair.ours)), 's'),
      },
      { label: 'SQL', value: formatValue(median(pairs.map((pair) => pair.theirs)), 's') },
      { label: 'loadHistory, of assay report', value: formatValue(median(points), 's') },
      { label: 'in a new process: open the store, find the series, load it', value: formatValue(first, 's') },
      { label: 'all that a report of the latest run reads', value: formatValue(median(evidence), 's') },
      {
        label: 'assay history --no-graphs --json, from start to exit, steps searched',
        value: formatValue(median(whole), 's'),
      },
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
    const measurement = await addMeasurement(store, id, 'wall', SERIES.benchmark);
    await insertSamples(
      store,
      measurement,
      Array.from({ length: SAMPLES }, () => 0.1 * Math.exp(0.03 * normal(random))),
    );
    await sealMeasurement(store, measurement, { status: 'measured', reason: null, warnings: [] });
  }
  store.connection.exec('PRAGMA synchronous = FULL; PRAGMA wal_checkpoint(TRUNCATE)');
}

/** Seconds from before opening the store to the points, in a process that has done nothing else. */
function inNewProcess(path: string): number {
  const module = (name: string): string => JSON.stringify(import.meta.resolve(`../../src/store/${name}.ts`));
  const script = `
    import { openStore } from ${module('open')};
    import { listSeries, loadSeries } from ${module('series')};
    const start = process.hrtime.bigint();
    await using store = await openStore(${JSON.stringify(path)}, { readonly: true });
    for (const of of listSeries(store)) loadSeries(store, of);
    console.log(Number(process.hrtime.bigint() - start) / 1e9);`;
  const [node, ...flags] = NODE;
  const { status, stdout, stderr } = spawnSync(node!, [...flags, '--input-type=module', '--eval', script], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
  return Number(stdout);
}

/** Seconds from the start of `assay history` to its exit. */
function historyCommand(path: string, folder: string): number {
  const start = process.hrtime.bigint();
  const argv = ['--db', path, 'history', '--no-graphs', '--json'];
  const { status, stdout, stderr } = spawnSync(join(ROOT, 'bin', 'assay'), argv, {
    cwd: folder,
    encoding: 'utf8',
  });
  const time = Number(process.hrtime.bigint() - start) / 1e9;
  if (status !== 0 || JSON.parse(stdout).series[0].n !== RUNS) throw new Error(stdout + stderr);
  return time;
}

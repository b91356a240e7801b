import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { seededRandom } from '../../src/core/random.ts';
import { formatValue } from '../../src/core/unit.ts';
import { runCommand } from '../../src/platform/process.ts';
import { median } from '../../src/stats/descriptive.ts';
import { insertSamples } from '../../src/store/measurements.ts';
import { medianRatio } from '../bootstrap.ts';
import { interleave, seconds } from '../interleave.ts';
import { type BenchContext, type Outcome, repetitions } from '../outcome.ts';
import { WRITE_BOUND, WRITE_PEER } from './bound.ts';
import { newPeer, peerBatches } from './peer.ts';
import { addMeasurement, addRun, newStore } from './tables.ts';

const MEASUREMENTS = 1000;
const SAMPLES = 1000;
const BLOCKS = 10;
const IMPORTS = 3;

type Batches = readonly (readonly number[])[];

/** One million samples, a measurement at a time. */
export async function benchMillion(folder: string, context: BenchContext): Promise<Outcome> {
  const random = seededRandom(1);
  const batches: Batches = Array.from({ length: MEASUREMENTS }, () =>
    Array.from({ length: SAMPLES }, () => random.uniform()),
  );
  const pairs = await interleave(
    repetitions(BLOCKS, context),
    { ours: () => ours(folder, batches), theirs: () => theirs(folder, batches) },
    { ...context, progress: (text) => context.progress(`a million samples: ${text}`) },
  );
  const imported = await sqliteImport(folder, batches, context);
  return {
    name: 'Writing a million samples',
    peer: WRITE_PEER,
    rows: [
      { label: 'through the store', value: formatValue(median(pairs.map((pair) => pair.ours)), 's') },
      { label: 'plain loop', value: formatValue(median(pairs.map((pair) => pair.theirs)), 's') },
      {
        label: 'sqlite3 command, .import of a CSV file in one transaction',
        value: imported === null ? 'unavailable: sqlite3 is not installed' : formatValue(imported, 's'),
      },
    ],
    ratio: { ...medianRatio(pairs), bound: WRITE_BOUND },
    pairs,
    note: `${MEASUREMENTS} measurements of ${SAMPLES} samples, each a transaction that is on disk when it returns.`,
  };
}

async function ours(folder: string, batches: Batches): Promise<number> {
  await using store = await newStore(join(folder, 'ours.db'));
  await addRun(store, 'run', 0);
  const ids: number[] = [];
  for (let i = 0; i < MEASUREMENTS; i++) ids.push(await addMeasurement(store, 'run', 'wall', `bench ${i}`));
  return await seconds(async () => {
    for (const [i, id] of ids.entries()) await insertSamples(store, id, batches[i]!);
  });
}

async function theirs(folder: string, batches: Batches): Promise<number> {
  const database = await newPeer(join(folder, 'theirs.db'));
  const time = await seconds(() => peerBatches(database, batches));
  database.close();
  return time;
}

/** Median seconds; `null` where there is no sqlite3. */
async function sqliteImport(folder: string, batches: Batches, context: BenchContext): Promise<number | null> {
  const installed = await runCommand(['sqlite3', '--version']).catch(() => null);
  if (installed === null) return null;
  const [csv, path] = [join(folder, 'samples.csv'), join(folder, 'theirs.db')];
  const lines = batches.flatMap((values, id) => values.map((value, seq) => `${id + 1},${seq},${value}\n`));
  await writeFile(csv, lines.join(''));
  const times: number[] = [];
  for (let i = 0; i < repetitions(IMPORTS, context); i++) {
    (await newPeer(path)).close();
    times.push(
      await seconds(async () => {
        const argv = ['sqlite3', path, 'PRAGMA synchronous = FULL', '.mode csv', `.import ${csv} sample`];
        const { exitCode, stderr } = await runCommand(argv, { signal: context.signal });
        if (exitCode !== 0 || stderr !== '') throw new Error(`sqlite3 ended with ${exitCode}: ${stderr}`);
      }),
    );
  }
  await rm(csv);
  return median(times);
}

import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Random, seededRandom } from '../src/core/random.ts';
import { formatValue } from '../src/core/unit.ts';
import { runCommand } from '../src/platform/process.ts';
import { type Sampler, startSampler } from '../src/platform/sampler/sampler.ts';
import { type BenchResult, formatBenchResult } from './result.ts';

/** The sampler's median on /bin/true is at most 1.05 times that of `hyperfine -N`. */
const BOUND = 1.05;
const BATCHES = 10;
const RUNS_PER_BATCH = 100;
/** The 95 % interval takes the 25th smallest and largest of these. */
const RESAMPLES = 1000;

/** Wall seconds of one batch of each. */
interface Batch {
  readonly assay: readonly number[];
  readonly hyperfine: readonly number[];
}

/**
 * The same command and environment through both, in batches that alternate who goes first, so that a drift
 * of the machine falls on both alike. The interval is a percentile bootstrap (Efron and Tibshirani 1993,
 * chapter 13) over batches, because the runs of a batch share the machine's state.
 */
export async function benchSampler(): Promise<BenchResult> {
  await using sampler = await startSampler();
  const batches: Batch[] = [];
  for (let i = 0; i < BATCHES; i++) {
    if (i % 2 === 0) {
      const assay = await assayBatch(sampler);
      batches.push({ assay, hyperfine: await hyperfineBatch() });
    } else {
      const hyperfine = await hyperfineBatch();
      batches.push({ hyperfine, assay: await assayBatch(sampler) });
    }
  }
  return summarise(batches, seededRandom(1));
}

const COMMAND = '/bin/true';
/** Given to both, so that the kernel copies the same to the command. */
const ENV = { PATH: process.env.PATH ?? '/usr/bin:/bin' };

async function assayBatch(sampler: Sampler): Promise<number[]> {
  const output = { kind: 'null' } as const;
  const wallS: number[] = [];
  for (let i = 0; i < RUNS_PER_BATCH; i++) {
    const result = await sampler.execute({
      argv: [COMMAND],
      env: ENV,
      cwd: '/',
      stdout: output,
      stderr: output,
    });
    if (result.exitCode !== 0) throw new Error(`${COMMAND}: ${result.error ?? result.status}`);
    wallS.push(result.wallNs / 1e9);
  }
  return wallS;
}

async function hyperfineBatch(): Promise<number[]> {
  const folder = await mkdtemp(join(tmpdir(), 'assay-bench-'));
  try {
    const file = join(folder, 'hyperfine.json');
    const argv = [
      'hyperfine',
      '-N',
      '--style',
      'none',
      '--runs',
      String(RUNS_PER_BATCH),
      '--export-json',
      file,
      COMMAND,
    ];
    const { exitCode, stderr } = await runCommand(argv, { env: ENV });
    if (exitCode !== 0) throw new Error(`hyperfine: ${stderr}`);
    return (JSON.parse(await readFile(file, 'utf8')) as { results: { times: number[] }[] }).results[0]!.times;
  } finally {
    await rm(folder, { recursive: true });
  }
}

function summarise(batches: readonly Batch[], random: Random): BenchResult {
  const resample = (): readonly Batch[] => batches.map(() => batches[random.below(batches.length)]!);
  const resamples = Array.from({ length: RESAMPLES }, resample);
  const assay = batches.flatMap((batch) => batch.assay);
  const hyperfine = batches.flatMap((batch) => batch.hyperfine);
  const spread = interval(resamples.map(spreadRatio));
  return {
    name: `sampler overhead on ${COMMAND}`,
    peer: 'hyperfine -N',
    rows: [
      { label: 'Assay, median wall time', value: formatValue(quantile(assay, 0.5), 's') },
      { label: 'hyperfine, median wall time', value: formatValue(quantile(hyperfine, 0.5), 's') },
      { label: 'Assay, interquartile range', value: formatValue(quartileRange(assay), 's') },
      { label: 'hyperfine, interquartile range', value: formatValue(quartileRange(hyperfine), 's') },
      {
        label: 'ratio of interquartile ranges',
        value: `${spreadRatio(batches).toFixed(2)} [${spread.map((end) => end.toFixed(2)).join(', ')}]`,
      },
    ],
    ratio: { estimate: medianRatio(batches), interval: interval(resamples.map(medianRatio)), bound: BOUND },
    note: `${BATCHES} alternating batches of ${RUNS_PER_BATCH} runs each`,
  };
}

function medianRatio(batches: readonly Batch[]): number {
  return (
    quantile(
      batches.flatMap((batch) => batch.assay),
      0.5,
    ) /
    quantile(
      batches.flatMap((batch) => batch.hyperfine),
      0.5,
    )
  );
}

function spreadRatio(batches: readonly Batch[]): number {
  return (
    quartileRange(batches.flatMap((batch) => batch.assay)) /
    quartileRange(batches.flatMap((batch) => batch.hyperfine))
  );
}

function interval(ratios: readonly number[]): [number, number] {
  return [quantile(ratios, 0.025), quantile(ratios, 0.975)];
}

function quartileRange(values: readonly number[]): number {
  return quantile(values, 0.75) - quantile(values, 0.25);
}

/** By linear interpolation (Hyndman and Fan 1996, definition 7). */
function quantile(values: readonly number[], p: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (sorted.length - 1) * p;
  const below = Math.floor(at);
  return sorted[below]! + (at - below) * ((sorted[below + 1] ?? sorted[below]!) - sorted[below]!);
}

if (import.meta.main) console.log(formatBenchResult(await benchSampler()));

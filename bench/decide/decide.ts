import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { formatValue } from '../../src/core/unit.ts';
import { median } from '../../src/stats/descriptive.ts';
import { medianRatio } from '../bootstrap.ts';
import { interleave } from '../interleave.ts';
import { type BenchContext, type Outcome, repetitions } from '../outcome.ts';
import { type Scratch, scratch } from '../scratch.ts';
import { type Compared, compareCommits } from '../workload/compare.ts';
import { twoCommits, writeFiles } from '../workload/repository.ts';
import { buildSpin, spinFiles, stepsFor, stepsHeader } from '../workload/spin.ts';
import { askHyperfine, type HyperfineAnswer, type Reading, readByMean, readBySpread } from './hyperfine.ts';
import { readVerdict, rightOf, tallyText } from './tally.ts';

/** In the middle of 10–50 ms: a typical short benchmark. */
const COMMAND_S = 0.02;
/** Decisions of each tool on each question. */
const BLOCKS = 10;
/** Decisions that also build both commits. */
const BUILDS = 3;
/** Assay's default δ, applied to the means of hyperfine as people do. */
const TOLERANCE = 0.02;
/** Deciding may not take longer than the tool people use today. */
const BOUND = 1;
/** 18 of 20. */
const RIGHT_SHARE = 0.9;

/** Time to a right verdict, on a command that is 5 % slower and on one that is the same. */
export async function benchDecide(context: BenchContext): Promise<Outcome[]> {
  const steps = await stepsFor(COMMAND_S, context.signal);
  const slower = Math.round(steps * 1.05);
  return [
    await decide({ name: 'Deciding on a 5 % slowdown', truth: 'slower', steps: [steps, slower] }, context),
    await decide({ name: 'Deciding on no change', truth: 'same', steps: [steps, steps] }, context),
  ];
}

interface Question {
  readonly name: string;
  readonly truth: Reading;
  /** Of baseline and candidate. */
  readonly steps: readonly [number, number];
}

async function decide(question: Question, context: BenchContext): Promise<Outcome> {
  const { name, truth } = question;
  const { signal } = context;
  await using folder = await scratch();
  const [baseline, candidate] = await binaries(folder, question);
  const repository = await repositoryOf(folder, 'cached', question);
  const ours: Compared[] = [];
  const theirs: HyperfineAnswer[] = [];
  const pairs = await interleave(
    repetitions(BLOCKS, context),
    {
      ours: async () => ours[ours.push(await compareCommits(repository, signal)) - 1]!.wallS,
      theirs: async () =>
        theirs[theirs.push(await askHyperfine(baseline, candidate, folder.path, signal)) - 1]!.wallS,
    },
    { ...context, progress: (text) => context.progress(`${name}: ${text}`) },
  );
  const assay = { times: pairs.map((pair) => pair.ours), readings: ours.slice(1).map(readVerdict) };
  const times = pairs.map((pair) => pair.theirs);
  const counted = theirs.slice(1);
  const right = rightOf(assay, truth);
  const n = pairs.length;
  return {
    name,
    peer: 'hyperfine -N at its defaults',
    rows: [
      { label: 'assay compare', value: tallyText(assay, truth) },
      {
        label: 'hyperfine, a change if 1 is outside ratio ± sd',
        value: tallyText({ times, readings: counted.map(readBySpread) }, truth),
      },
      {
        label: 'hyperfine, a change if the means differ by 2 %',
        value: tallyText({ times, readings: counted.map((answer) => readByMean(answer, TOLERANCE)) }, truth),
      },
      { label: 'assay compare, median of its blocks', value: String(median(ours.slice(1).map(blocksOf))) },
      {
        label: 'assay compare, with both builds',
        value: formatValue(await withBuilds(folder, question, context), 's'),
      },
    ],
    ratio: { ...medianRatio(pairs), bound: BOUND },
    limits: [
      {
        label: 'right verdicts of Assay',
        value: `${right} of ${n}`,
        bound: `≥ ${RIGHT_SHARE * 100} %`,
        met: right >= RIGHT_SHARE * n,
      },
    ],
    pairs,
    note:
      'A C program that only computes. Times are from the start of the tool to its exit, the builds cached; ' +
      'hyperfine gives no verdict, so two ways to read one are shown.',
  };
}

/** The two programs as hyperfine is given them, under paths of equal length. */
async function binaries(folder: Scratch, { steps }: Question): Promise<[string, string]> {
  const built = steps.map(async (count, i) => {
    const path = join(folder.path, `side-${i}`);
    await writeFiles(path, spinFiles(count));
    await buildSpin(path);
    return join(path, 'spin');
  });
  return (await Promise.all(built)) as [string, string];
}

async function repositoryOf(folder: Scratch, name: string, { steps }: Question): Promise<string> {
  const path = join(folder.path, name);
  // The second commit differs in any case: an equal one would share its tree with the first.
  const second = { 'steps.h': stepsHeader(steps[1]), 'NOTES.md': 'The second commit.\n' };
  await twoCommits(path, spinFiles(steps[0]), second);
  return path;
}

/** Median seconds of a compare that has nothing built yet. */
async function withBuilds(folder: Scratch, question: Question, context: BenchContext): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < repetitions(BUILDS, context); i++) {
    const repository = await repositoryOf(folder, `fresh-${i}`, question);
    times.push((await compareCommits(repository, context.signal)).wallS);
    await rm(repository, { recursive: true, force: true });
  }
  return median(times);
}

function blocksOf({ result }: Compared): number {
  return result.comparisons[0]!.blocks;
}

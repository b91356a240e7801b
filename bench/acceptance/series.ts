import { existsSync } from 'node:fs';
import { appendFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { CompareResult } from '../../src/cli/schemas/compare.ts';
import { formatChange, formatValue } from '../../src/core/unit.ts';
import { compareCommits } from '../workload/compare.ts';
import { runTrials } from './trials.ts';

/** One compare of an acceptance run, as kept. */
export interface Answer {
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly wallS: number;
  readonly verdict: CompareResult['verdict'];
  readonly comparisons: readonly Pick<
    CompareResult['comparisons'][number],
    'benchmark' | 'metric' | 'baseline' | 'candidate' | 'ratio' | 'interval' | 'blocks' | 'verdict'
  >[];
}

export interface Series {
  /** What is measured, in words; answers to another question are not counted in. */
  readonly question: string;
  /** Of compares, unless `--compares` says otherwise. */
  readonly count: number;
  /** Makes the repository with the two commits. */
  readonly prepare: (path: string, signal: AbortSignal) => Promise<void>;
}

/** Compares the same two commits again and again: {@link runTrials}. */
export async function runSeries(name: string, { question, count, prepare }: Series): Promise<Answer[]> {
  return runTrials<Answer>(name, {
    ...{ question, count, unit: 'compares', print },
    trial: async (folder, _index, signal) => ask(await prepared(folder, prepare, signal), signal),
  });
}

/** The repository in `folder`, made once. */
export async function prepared(
  folder: string,
  prepare: Series['prepare'],
  signal: AbortSignal,
): Promise<string> {
  const repository = join(folder, 'repository');
  const ready = join(repository, '.git', 'ready');
  if (!existsSync(ready)) {
    await rm(repository, { recursive: true, force: true });
    await prepare(repository, signal);
    await appendFile(ready, '');
  }
  return repository;
}

async function ask(repository: string, signal: AbortSignal): Promise<Answer> {
  const at = new Date().toISOString();
  const { wallS, result } = await compareCommits(repository, signal);
  const comparisons = result.comparisons.map(
    ({ benchmark, metric, baseline, candidate, ratio, interval, blocks, verdict }) => ({
      ...{ benchmark, metric, baseline, candidate, ratio, interval, blocks, verdict },
    }),
  );
  return { at, wallS, verdict: result.verdict, comparisons };
}

function print(index: number, { comparisons, wallS }: Answer): void {
  for (const { benchmark, baseline, candidate, ratio, interval, blocks, verdict } of comparisons) {
    const [low, high] = interval.map(formatChange);
    const sides = [baseline, candidate].map((side) => formatValue(side?.median ?? null, 's')).join(' → ');
    console.log(
      `${String(index + 1).padStart(3)}  ${benchmark}  ${sides}  ${formatChange(ratio)} [${low}, ${high}]  ` +
        `${blocks} blocks  ${formatValue(wallS, 's')}  ${verdict}`,
    );
  }
}

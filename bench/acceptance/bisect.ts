import { join } from 'node:path';
import { type BisectResult, BisectResultSchema } from '../../src/cli/schemas/bisect.ts';
import { seededRandom } from '../../src/core/random.ts';
import { formatChange, formatValue } from '../../src/core/unit.ts';
import { seconds } from '../interleave.ts';
import { scratch } from '../scratch.ts';
import { assay } from '../workload/compare.ts';
import { commits } from '../workload/repository.ts';
import { spinFiles, stepsFor, stepsHeader } from '../workload/spin.ts';
import { runTrials } from './trials.ts';

/**
 * Looks for a commit that made a program slower, each time in a new repository with the slowdown at another place:
 * `scripts/run bench/acceptance/bisect.ts [--bisects 20] [--fresh]`. Exit code 1 when too few are found, or with
 * too many comparisons.
 */

/** Between GOOD and BAD: one comparison to see the change, four to halve these. */
const COMMITS = 16;
const COMPARISONS = 5;
const COMMAND_S = 0.04;
const SLOWDOWN = 1.12;
/** 19 of 20. */
const FOUND_SHARE = 0.95;
/** Where the slowdown comes in; with each bisect another. */
const SEED = 1;

interface Answer {
  readonly wallS: number;
  /** Number of the commit with the slowdown, from 1. */
  readonly planted: number;
  /** Number of the commit named, `null` for none. */
  readonly named: number | null;
  readonly status: BisectResult['status'];
  readonly comparisons: number;
  /** BAD to GOOD. */
  readonly ratio: number | null;
  /** What the last comparison gave, where no commit is named. */
  readonly reason: string | null;
}

const answers = await runTrials<Answer>('bisect', {
  question: `a program that only computes, ${SLOWDOWN} times as long from one of ${COMMITS} commits on`,
  unit: 'bisects',
  count: 20,
  trial: bisect,
  print,
});
const found = answers.filter(({ planted, named }) => named === planted);
const within = found.filter(({ comparisons }) => comparisons <= COMPARISONS);
const good = within.length >= FOUND_SHARE * answers.length;
console.log(
  `\n${found.length} of ${answers.length} bisects named the planted commit, ${within.length} of them with at most ` +
    `${COMPARISONS} comparisons; ${FOUND_SHARE * 100} % are asked for: ${good ? 'met' : 'not met'}.`,
);
process.exitCode = good ? 0 : 1;

async function bisect(_folder: string, index: number, signal: AbortSignal): Promise<Answer> {
  await using folder = await scratch();
  const repository = join(folder.path, 'repository');
  const planted = 1 + seededRandom(SEED + index).below(COMMITS);
  const steps = await stepsFor(COMMAND_S, signal);
  const changes = Array.from({ length: COMMITS }, (_, i) => ({
    'NOTES.md': `Change ${i + 1}.\n`,
    ...(i + 1 === planted ? { 'steps.h': stepsHeader(Math.round(steps * SLOWDOWN)) } : {}),
  }));
  await commits(repository, [spinFiles(steps), ...changes]);
  let stdout = '';
  const wallS = await seconds(async () => {
    stdout = await assay(repository, ['bisect', `HEAD~${COMMITS}`, 'HEAD', 'spin', '--json'], signal);
  });
  const result = BisectResultSchema.parse(JSON.parse(stdout));
  const named = /^commit (\d+)$/.exec(result.culprit?.title ?? '')?.[1];
  return {
    ...{ wallS, planted, status: result.status, comparisons: result.comparisons },
    named: named === undefined ? null : Number(named),
    ratio: result.path[0]?.ratio ?? null,
    reason: result.culprit === null ? (result.path.at(-1)?.reason ?? null) : null,
  };
}

function print(index: number, { planted, named, status, comparisons, ratio, reason, wallS }: Answer): void {
  const verdict = named === planted ? 'right' : named === null ? `${status}: ${reason}` : 'WRONG';
  console.log(
    `${String(index + 1).padStart(3)}  planted ${String(planted).padStart(2)}  named ${String(named ?? '-').padStart(2)}  ` +
      `${formatChange(ratio)}  ${comparisons} comparisons  ${formatValue(wallS, 's')}  ${verdict}`,
  );
}

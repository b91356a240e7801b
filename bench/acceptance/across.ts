import { type CompareResult, CompareResultSchema } from '../../src/cli/schemas/compare.ts';
import { formatChange, formatValue } from '../../src/core/unit.ts';
import { seconds } from '../interleave.ts';
import { assay } from '../workload/compare.ts';
import { containedSpin } from '../workload/contained.ts';
import { commits } from '../workload/repository.ts';
import { stepsFor, stepsHeader } from '../workload/spin.ts';
import { prepared } from './series.ts';
import { runTrials } from './trials.ts';

/**
 * Compares across environments, the baseline on this host and the candidate in a container, adjusted by a
 * calibration: equal programs, and every few times one that takes 20 % more steps.
 * `scripts/run bench/acceptance/across.ts [--compares 100] [--fresh]`. Exit code 1 when too many alarm or a
 * slowdown is missed.
 */

const COMMAND_S = 0.04;
const SLOWDOWN = 1.2;
/** A calibration that is off would spoil every compare that rests on it: so many rest on one. */
const CALIBRATED_EVERY = 10;
/** Of the compares, those that also look at a slowdown. */
const PLANTED_EVERY = 5;
/** For each compare of equal programs, in seconds: a hundred of them in a quarter of an hour. */
const TIME_S = 6;
const BRIEFLY = ['--time', String(TIME_S)];
/** 95 of 100. */
const QUIET_SHARE = 0.95;

interface Answer {
  readonly unchanged: Judged;
  readonly planted: Judged | null;
}

interface Judged
  extends Pick<CompareResult['comparisons'][number], 'ratio' | 'interval' | 'blocks' | 'verdict'> {
  readonly wallS: number;
  readonly measured: number | null;
  readonly factor: readonly (number | null)[];
}

const answers = await runTrials<Answer>('across', {
  question: `a program that only computes, on this host and in a container of one processor, ${TIME_S} s for equal ones`,
  unit: 'compares',
  count: 100,
  async trial(folder, index, signal) {
    const repository = await prepared(folder, prepare, signal);
    if (index % CALIBRATED_EVERY === 0)
      await assay(repository, ['calibrate', 'spin', '--env', 'small'], signal);
    return {
      unchanged: await compare(repository, ['HEAD~2', 'HEAD~1', ...BRIEFLY], signal),
      planted: index % PLANTED_EVERY === 0 ? await compare(repository, ['HEAD~1', 'HEAD'], signal) : null,
    };
  },
  print(index, { unchanged, planted }) {
    print(index, 'unchanged', unchanged);
    if (planted) print(index, 'planted', planted);
  },
});
const quiet = answers.filter(
  ({ unchanged: { verdict } }) => verdict === 'unchanged' || verdict === 'inconclusive',
).length;
const planted = answers.flatMap((answer) => answer.planted ?? []);
const called = planted.filter(({ verdict }) => verdict === 'regression').length;
const good = quiet >= QUIET_SHARE * answers.length && called === planted.length;
console.log(
  `\n${quiet} of ${answers.length} compares of equal programs across environments were unchanged or inconclusive ` +
    `(${QUIET_SHARE * 100} % are asked for); ${called} of ${planted.length} slowdowns of ` +
    `${Math.round((SLOWDOWN - 1) * 100)} % were called a regression: ${good ? 'met' : 'not met'}.`,
);
process.exitCode = good ? 0 : 1;

async function prepare(path: string, signal: AbortSignal): Promise<void> {
  const steps = await stepsFor(COMMAND_S, signal);
  await commits(path, [
    containedSpin(steps),
    { 'NOTES.md': 'Nothing that is measured has changed.\n' },
    { 'steps.h': stepsHeader(Math.round(steps * SLOWDOWN)) },
  ]);
}

async function compare(repository: string, what: readonly string[], signal: AbortSignal): Promise<Judged> {
  const flags = ['--across', '--env-base', 'host', '--env', 'small', '--json'];
  let stdout = '';
  const wallS = await seconds(async () => {
    stdout = await assay(repository, ['compare', ...what, ...flags], signal);
  });
  const [comparison] = CompareResultSchema.parse(JSON.parse(stdout)).comparisons;
  const { ratio, interval, blocks, verdict, across } = comparison!;
  return {
    ...{ wallS, ratio, interval, blocks, verdict },
    measured: across?.measured.ratio ?? null,
    factor: across?.factor.interval ?? [null, null],
  };
}

function print(index: number, what: string, judged: Judged): void {
  const { ratio, interval, measured, factor, blocks, wallS, verdict } = judged;
  const [low, high] = interval.map(formatChange);
  console.log(
    `${String(index + 1).padStart(3)}  ${what.padEnd(9)}  measured ${formatChange(measured)}  ` +
      `calibration [${factor.map(formatChange).join(', ')}]  ${formatChange(ratio)} [${low}, ${high}]  ` +
      `${blocks} blocks  ${formatValue(wallS, 's')}  ${verdict}`,
  );
}

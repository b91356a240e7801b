import { twoCommits } from '../workload/repository.ts';
import { spinFiles, stepsFor, stepsHeader } from '../workload/spin.ts';
import { runSeries } from './series.ts';

/**
 * Compares a program with one that takes 5 % more steps: `scripts/run bench/acceptance/planted.ts
 * [--compares 20] [--fresh]`. Exit code 1 when too few are called a regression.
 */

/** Of 10–50 ms, the upper part: the start of the process, which does not slow down, is about 1 % of it. */
const COMMAND_S = 0.04;
const SLOWDOWN = 1.05;
/** 18 of 20. */
const CALLED_SHARE = 0.9;

const answers = await runSeries('planted', {
  question: `a program that only computes, the second commit ${SLOWDOWN} times as long`,
  count: 20,
  async prepare(path, signal) {
    const steps = await stepsFor(COMMAND_S, signal);
    await twoCommits(path, spinFiles(steps), { 'steps.h': stepsHeader(Math.round(steps * SLOWDOWN)) });
  },
});
const called = answers.filter(({ verdict }) => verdict === 'regression').length;
const good = called >= CALLED_SHARE * answers.length;
console.log(
  `\n${called} of ${answers.length} planted slowdowns were called a regression; ` +
    `${CALLED_SHARE * 100} % are asked for: ${good ? 'met' : 'not met'}.`,
);
process.exitCode = good ? 0 : 1;

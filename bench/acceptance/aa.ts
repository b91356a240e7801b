import { twoCommits } from '../workload/repository.ts';
import { sortFiles, wordsFor } from '../workload/sort.ts';
import { upperTail } from './binomial.ts';
import { runSeries } from './series.ts';

/**
 * Compares two commits that measure the same: `scripts/run bench/acceptance/aa.ts [--compares 100] [--fresh]`.
 * Exit code 1 when more runs alarm than a rate of 1 % explains.
 */

/** In the middle of 10–50 ms: a typical short benchmark. */
const COMMAND_S = 0.025;
/** The default false-alarm budget of a run. */
const RATE = 0.01;
/** Of 100 runs at that rate, 4 or more alarm with a probability of 1.8 %: at most 3 are allowed. */
const CREDIBLE = 0.02;

const answers = await runSeries('aa', {
  question: 'sort a file of words, the second commit the same',
  count: 100,
  async prepare(path, signal) {
    const words = await wordsFor(COMMAND_S, signal);
    await twoCommits(path, sortFiles(words), { 'NOTES.md': 'Nothing that is measured has changed.\n' });
  },
});
const alarms = answers.filter(({ verdict }) => verdict === 'regression' || verdict === 'improvement').length;
const inconclusive = answers.filter(({ verdict }) => verdict === 'inconclusive').length;
const chance = upperTail(alarms, answers.length, RATE);
const good = alarms === 0 || chance >= CREDIBLE;
console.log(
  `\n${alarms} of ${answers.length} compares of equal programs alarmed, ${inconclusive} were inconclusive. ` +
    `At a rate of ${RATE * 100} %, that many or more alarm with a probability of ${(chance * 100).toFixed(1)} %: ` +
    `${good ? 'within the budget' : 'more than the budget explains'}.`,
);
process.exitCode = good ? 0 : 1;

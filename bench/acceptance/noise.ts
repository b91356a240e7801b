import { NoiseResultSchema } from '../../src/cli/schemas/noise.ts';
import { assay, compareCommits } from '../workload/compare.ts';
import { twoCommits } from '../workload/repository.ts';
import { sortFiles, wordsFor } from '../workload/sort.ts';
import { prepared } from './series.ts';
import { runTrials } from './trials.ts';

/**
 * Asks `assay noise` how wide the interval of a comparison of equal programs will be, and then compares:
 * `scripts/run bench/acceptance/noise.ts [--trials 10] [--fresh]`. Exit code 1 when too few are as wide as forecast.
 */

/** In the middle of 10–50 ms: a typical short benchmark. */
const COMMAND_S = 0.025;
const FACTOR = 1.5;
/** 9 of 10. */
const MET_SHARE = 0.9;

/** Half-widths are of the interval of candidate / baseline. */
interface Answer {
  readonly forecast: number;
  readonly forecastRange: readonly [number, number];
  readonly forecastBlocks: number;
  readonly achieved: number;
  readonly blocks: number;
}

const answers = await runTrials<Answer>('noise', {
  question: 'sort a file of words: the forecast half-width of an A/A comparison, and the achieved',
  unit: 'trials',
  count: 10,
  trial: foretellAndCompare,
  print,
});
const factors = answers.map(factorOf);
const met = factors.filter((factor) => factor <= FACTOR).length;
const good = met >= MET_SHARE * answers.length;
console.log(
  `\n${met} of ${answers.length} forecasts were within a factor of ${FACTOR} of what was achieved; ` +
    `${MET_SHARE * 100} % are asked for: ${good ? 'met' : 'not met'}.`,
);
process.exitCode = good ? 0 : 1;

async function foretellAndCompare(folder: string, _index: number, signal: AbortSignal): Promise<Answer> {
  const repository = await prepared(folder, twoEqualCommits, signal);
  const noise = NoiseResultSchema.parse(JSON.parse(await assay(repository, ['noise', '--json'], signal)));
  const { result } = await compareCommits(repository, signal);
  const [series] = noise.series;
  const [comparison] = result.comparisons;
  const [low, high] = comparison!.interval;
  return {
    forecast: series!.halfWidth!,
    forecastRange: series!.halfWidthRange!,
    forecastBlocks: series!.blocks!,
    achieved: (high! - low!) / 2,
    blocks: comparison!.blocks,
  };
}

async function twoEqualCommits(path: string, signal: AbortSignal): Promise<void> {
  const words = await wordsFor(COMMAND_S, signal);
  await twoCommits(path, sortFiles(words), { 'NOTES.md': 'Nothing that is measured has changed.\n' });
}

function factorOf({ forecast, achieved }: Answer): number {
  return Math.max(forecast / achieved, achieved / forecast);
}

function print(index: number, answer: Answer): void {
  const percent = (of: number): string => `${(of * 100).toFixed(2)} %`;
  const { forecast, forecastRange, forecastBlocks, achieved, blocks } = answer;
  const factor = factorOf(answer);
  console.log(
    `${String(index + 1).padStart(3)}  forecast ±${percent(forecast)} [${forecastRange.map(percent).join(', ')}] in ${forecastBlocks} blocks  ` +
      `achieved ±${percent(achieved)} in ${blocks}  factor ${factor.toFixed(2)}  ${factor <= FACTOR ? 'met' : 'not met'}`,
  );
}

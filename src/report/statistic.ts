import type { Design } from '../core/comparison.ts';

/** Which number of its samples a figure is. */
export type Statistic =
  | 'count'
  | 'median'
  | 'mean'
  | 'standard-deviation'
  | 'minimum'
  | 'maximum'
  | 'first-quartile'
  | 'third-quartile'
  | 'median-low'
  | 'median-high'
  | 'ratio'
  | 'ratio-low'
  | 'ratio-high'
  | 'adjusted-ratio'
  | 'adjusted-ratio-low'
  | 'adjusted-ratio-high'
  | 'minimum-detectable'
  | 'blocks'
  | 'measuring-share'
  | 'duration'
  | 'picture';

/** How a figure is computed, in words. The design decides how two sides are put together. */
export function statisticWords(statistic: Statistic, design: Design | null): string {
  return ONE_SIDE[statistic] ?? twoSides(statistic, design);
}

const ONE_SIDE: Partial<Record<Statistic, string>> = {
  count: 'how many samples there are',
  median: 'the middle sample in order of size; of an even number, the mean of the two in the middle',
  mean: 'the sum of the samples divided by their number',
  'standard-deviation': 'the square root of the squared distances from the mean, summed and divided by n − 1',
  minimum: 'the smallest sample',
  maximum: 'the largest sample',
  'first-quartile': 'the sample a quarter of the way up in order of size, interpolated (type 7)',
  'third-quartile': 'the sample three quarters of the way up in order of size, interpolated (type 7)',
  'median-low': 'lower end of the interval of the median, from order statistics (binomial, exact)',
  'median-high': 'upper end of the interval of the median, from order statistics (binomial, exact)',
  'measuring-share':
    'seconds inside measured executions, warm-up included, divided by the seconds of the whole run',
  'adjusted-ratio':
    'candidate / baseline as measured, each in its own environment, divided by what a calibration makes of the same work there',
  'adjusted-ratio-low':
    'lower end of the interval as measured, divided by the upper end of that of the calibration',
  'adjusted-ratio-high':
    'upper end of the interval as measured, divided by the lower end of that of the calibration',
  duration: 'seconds from the start of the run to its end, by the clock',
  picture: 'drawn from the samples named below',
};

function twoSides(statistic: Statistic, design: Design | null): string {
  const independent = design === 'independent';
  const pairs = design === 'paired-files' ? 'pairs of samples' : 'blocks';
  switch (statistic) {
    case 'ratio':
      return independent
        ? 'candidate / baseline: Hodges–Lehmann shift, the median of ln candidate − ln baseline over every pair, raised to e'
        : `candidate / baseline: Hodges–Lehmann median of ln(candidate / baseline) over the ${pairs}, raised to e`;
    case 'ratio-low':
    case 'ratio-high':
      return `${statistic === 'ratio-low' ? 'lower' : 'upper'} end of the ratio's interval: the ${
        independent ? 'rank-sum' : 'signed-rank'
      } test inverted, at the error this comparison may spend`;
    case 'minimum-detectable':
      return 'the smallest relative change that would have been called with a power of 80 %';
    default:
      return `how many complete ${independent ? 'samples of the smaller side' : pairs} the decision used`;
  }
}

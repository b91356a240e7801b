import { measurement } from './collector.ts';
import type { Format } from './format.ts';
import type { ImportedMeasurement } from './imported.ts';
import { summaryOf } from './summary.ts';

/** `RegExp#test x 4,161,532 ops/sec ±0.99% (59 runs sampled)` */
const LINE = /^(.+?) x ([\d,]+(?:\.\d+)?) ops\/sec ±[\d.]+% \((\d+) runs? sampled\)$/;

/** The rate that `String(event.target)` states; the line has no samples. A benchmark's own lines are left out. */
export const benchmarkJs: Format = {
  name: 'benchmark.js',
  title: 'benchmark.js text',
  recognises: ({ text }) => text.split('\n').some((line) => LINE.test(line.trimEnd())),
  async read(input, warn) {
    const found: ImportedMeasurement[] = [];
    const { count, ended } = await input.lines((line) => {
      const [, benchmark, rate, runs] = LINE.exec(line) ?? [];
      if (benchmark === undefined) {
        const failed = /^(.+): $/.exec(line);
        if (failed) warn(`${failed[1]} has no result`);
        return;
      }
      const summary = summaryOf({ n: Number(runs), mean: Number(rate!.replaceAll(',', '')) });
      found.push(
        measurement({ benchmark, metric: 'throughput', unit: '1/s', direction: 'higher' }, { summary }),
      );
    });
    if (!ended) throw input.error('the last line has no end: the file was cut', count);
    return found;
  },
};

import { measurement } from './collector.ts';
import type { Format } from './format.ts';
import type { ImportedMeasurement } from './imported.ts';
import { summaryOf } from './summary.ts';

/** `test name ... bench:       1,234.56 ns/iter (+/- 7.89) = 5000 MB/s` */
const BENCH =
  /^test (\S.*?)\s+\.\.\. bench:\s+([\d,]+(?:\.\d+)?) ns\/iter \(\+\/- ([\d,]+(?:\.\d+)?)\)(?: = [\d,]+ MB\/s)?$/;

/** `test result: ok. 0 passed; 0 failed; 1 ignored; 2 measured; 0 filtered out; finished in 0.53s` */
const RESULT = /^test result: .*?(\d+) failed; .*?(\d+) measured; /;

/**
 * The medians that libtest states; the figure after `+/-` is the distance from the least to the greatest
 * sample and not a deviation, and the rate after `=` is derived. The count at the end tells a whole file.
 */
export const libtest: Format = {
  name: 'libtest',
  title: 'cargo bench, libtest',
  recognises: ({ text }) => text.split('\n').some((line) => BENCH.test(line.trimEnd())),
  async read(input, warn) {
    const found: ImportedMeasurement[] = [];
    let measured = 0;
    let ending = true;
    const { count } = await input.lines((line, number) => {
      const [, benchmark, median] = BENCH.exec(line) ?? [];
      if (benchmark !== undefined) {
        const summary = summaryOf({ median: Number(median!.replaceAll(',', '')) / 1e9 });
        found.push(measurement({ benchmark, metric: 'wall', unit: 's', direction: 'lower' }, { summary }));
        ending = false;
      }
      const result = RESULT.exec(line);
      if (!result) return;
      measured += Number(result[2]);
      ending = true;
      if (measured !== found.length) {
        throw input.error(`says ${measured} were measured; ${found.length} are in the file`, number);
      }
      if (Number(result[1]) > 0) warn(`line ${number}: ${result[1]} failed; the others count`);
    });
    if (!ending) throw input.error('no `test result` after the last benchmark: the file was cut', count);
    return found;
  },
};

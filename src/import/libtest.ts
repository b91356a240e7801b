import { measurement } from './collector.ts';
import type { Format } from './format.ts';
import type { ImportedMeasurement } from './imported.ts';
import { summaryOf } from './summary.ts';

/** ` 1,234.56 ns/iter (+/- 7.89) = 5000 MB/s` */
const FIGURES = /^\s*([\d,]+(?:\.\d+)?) ns\/iter \(\+\/- [\d,]+(?:\.\d+)?\)(?: = [\d,]+ MB\/s)?$/;

const MARK = ' ... bench:';

/** With `-q` the marks of the tests before stand in front: passed, failed, ignored. */
const BEGINNING = /^[.Fi]*test /;

/** `test name ... bench:       1,234.56 ns/iter (+/- 7.89)` */
function result(line: string): { name: string; medianNs: number } | null {
  const mark = line.indexOf(MARK);
  const beginning = mark === -1 ? null : BEGINNING.exec(line);
  const figures = beginning && FIGURES.exec(line.slice(mark + MARK.length));
  if (!figures) return null;
  const name = line.slice(beginning[0].length, mark).trim();
  return name === '' ? null : { name, medianNs: Number(figures[1]!.replaceAll(',', '')) };
}

/** `test result: ok. 0 passed; 0 failed; 1 ignored; 2 measured; 0 filtered out; finished in 0.53s` */
const RESULT = /^test result: .*?(\d+) failed; .*?(\d+) measured; /;

/**
 * The medians that libtest states; the figure after `+/-` is the distance from the least to the greatest
 * sample and not a deviation, and the rate after `=` is derived. The count at the end tells a whole file.
 */
export const libtest: Format = {
  name: 'libtest',
  title: 'cargo bench, libtest',
  recognises: ({ text }) => text.split('\n').some((line) => result(line.trimEnd()) !== null),
  async read(input, warn) {
    const found: ImportedMeasurement[] = [];
    let measured = 0;
    let ending = true;
    const { count } = await input.lines((line, number) => {
      const row = result(line);
      if (row) {
        const benchmark = row.name;
        const summary = summaryOf({ median: row.medianNs / 1e9 });
        found.push(measurement({ benchmark, metric: 'wall', unit: 's', direction: 'lower' }, { summary }));
        ending = false;
      }
      const total = RESULT.exec(line);
      if (!total) return;
      measured += Number(total[2]);
      ending = true;
      if (measured !== found.length) {
        throw input.error(`says ${measured} were measured; ${found.length} are in the file`, number);
      }
      if (Number(total[1]) > 0) warn(`line ${number}: ${total[1]} failed; the others count`);
    });
    if (!ending) throw input.error('no `test result` after the last benchmark: the file was cut', count);
    return found;
  },
};

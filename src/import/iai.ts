import { measurement } from './collector.ts';
import type { Format } from './format.ts';
import type { ImportedMeasurement } from './imported.ts';

/** In the order in which iai prints them. */
const FIGURES = ['Instructions', 'L1 Accesses', 'L2 Accesses', 'RAM Accesses', 'Estimated Cycles'];

/** `  Instructions:                 424 (No change)` */
const FIGURE = /^ {2}(Instructions|L[12] Accesses|RAM Accesses|Estimated Cycles): +(\d+)(?: \(.*\))?$/;

/** Counts of one simulated execution, so each is the only sample of its metric. */
export const iai: Format = {
  name: 'iai',
  title: 'iai, stdout',
  recognises: ({ text }) => /^ {2}L1 Accesses: +\d+/m.test(text) && /^ {2}RAM Accesses: +\d+/m.test(text),
  async read(input) {
    const found: ImportedMeasurement[] = [];
    let benchmark = '';
    let position = 0;
    const { count, ended } = await input.lines((line, number) => {
      const [, figure, text] = FIGURE.exec(line) ?? [];
      if (figure === undefined) {
        if (position > 0) throw input.error(`${FIGURES[position]} of ${benchmark} is missing`, number);
        if (line.trim() !== '' && !line.startsWith(' ')) benchmark = line.trim();
        return;
      }
      if (figure !== FIGURES[position] || benchmark === '') {
        throw input.error(`${figure} is not expected here`, number);
      }
      const metric = figure.toLowerCase().replaceAll(' ', '-');
      const of = { benchmark, metric, unit: '1', direction: 'lower' } as const;
      found.push(measurement(of, { samples: [Number(text)] }));
      position = (position + 1) % FIGURES.length;
      if (position === 0) benchmark = '';
    });
    if (!ended || position > 0)
      throw input.error('ends in the midst of a benchmark: the file was cut', count);
    return found;
  },
};

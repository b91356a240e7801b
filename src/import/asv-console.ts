import { stripVTControlCharacters } from 'node:util';
import { asvMetric } from './asv-results.ts';
import { asvTable, type TableCell } from './asv-table.ts';
import { type Identity, measurement } from './collector.ts';
import type { Format } from './format.ts';
import type { ImportedMeasurement } from './imported.ts';
import { summaryOf } from './summary.ts';
import { seconds } from './units.ts';

/** `[57.14%] ··· words.time_sorted          150±8ns`; tables follow where it says `ok` or `1/4 failed`. */
const RESULT = /^\[ *(\d+\.\d+)%\] ·{3} ([^\s=(]\S*) +(\S.*)$/;

/**
 * What `asv run` prints: rounded medians, without samples. The percentage tells a whole file: the last result
 * is at 100 %.
 */
export const asvConsole: Format = {
  name: 'asv',
  title: 'asv run, console',
  recognises: ({ text }) => /^· (?:Discovering|Running \d+ total) benchmarks/m.test(text),
  async read(input, warn) {
    const found: ImportedMeasurement[] = [];
    let benchmark: string | null = null;
    let commit: string | null = null;
    let percent = 0;
    let table: string[] | null = null;
    const add = (name: string, { case: point, text }: TableCell, number: number): void => {
      const of = { benchmark: name, case: point, ...asvMetric(name), commit };
      if (/^(?:failed|n\/a)$/.test(text)) {
        warn(`${name} has no result (line ${number})`);
        return;
      }
      const value = printed(text, of);
      if (value === null) throw input.error(`${text} is no value of ${name}`, number);
      found.push(measurement(of, { summary: summaryOf({ median: value }) }));
    };
    const { count, ended } = await input.lines((raw, number) => {
      const line = stripVTControlCharacters(raw);
      commit = /^\[ *\d+\.\d+%\] · For \S+ commit ([0-9a-f]{7,40})\b/.exec(line)?.[1] ?? commit;
      const inner = line.replace(/^\[ *\d+\.\d+%\] ·{3} (?==)/, (prefix) => ' '.repeat(prefix.length));
      const result = RESULT.exec(line);
      if (result && result[2] !== 'Running') {
        percent = Number(result[1]);
        benchmark = result[2]!;
        const text = result[3]!.trim();
        if (!/^(?:ok|\d+\/\d+ failed)$/.test(text)) add(benchmark, { case: {}, text }, number);
        else table = [];
      } else if (table !== null) {
        if (inner.trim() === '' && table.length === 0) return;
        table.push(inner);
        // Only a rule can close it.
        if (!inner.includes('=') && table.length > 1) return;
        const cells = asvTable(table);
        if (cells === 'open') return;
        if (cells === 'broken') throw input.error('a table that is none of asv', number);
        for (const cell of cells) add(benchmark!, cell, number);
        table = null;
      }
    });
    if (!ended || table !== null || percent < 100) {
      throw input.error('ends before 100 %: the file was cut, or the run was stopped', count);
    }
    return found;
  },
};

const SIZES: Readonly<Record<string, number>> = { '': 1, k: 1e3, M: 1e6, G: 1e9, T: 1e12 };

/** `438±80ns`, `16.9M`, `1000`. */
function printed(text: string, { unit }: Pick<Identity, 'unit'>): number | null {
  const [, digits, suffix = ''] = /^([\d.]+(?:e[+-]?\d+)?)(?:±[\d.e+-]+)?([a-zA-Zμµ]*)$/.exec(text) ?? [];
  if (digits === undefined) return null;
  const value = Number(digits);
  if (unit === 's') return seconds(value, suffix) ?? null;
  return Object.hasOwn(SIZES, suffix) ? value * SIZES[suffix]! : null;
}

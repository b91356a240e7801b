import { collector } from './collector.ts';
import type { Format } from './format.ts';

/**
 * Ruby's `Benchmark.bm`, `bmbm` and `benchmark`: a row a report, in seconds. Each row is one sample; the
 * rehearsal of `bmbm` is a warm-up, and rows that the caller computed from others (`>total:`, `>avg:` by the
 * library's custom) are none. The `total` column is user plus system and so left out.
 */
export const rubyBenchmark: Format = {
  name: 'ruby-benchmark',
  title: "Ruby's benchmark library (bm, bmbm)",
  recognises: ({ text }) => CAPTION.test(text),
  async read(input, warn) {
    const found = collector();
    const rehearsed: string[] = [];
    const reported = new Set<string>();
    let table: 'none' | 'rehearsal' | 'report' = 'none';
    let complete = true;
    const { ended } = await input.lines((line, number) => {
      complete = true;
      if (REHEARSAL.test(line)) table = 'rehearsal';
      else if (CAPTION.test(line)) table = 'report';
      else if (table !== 'none') {
        const row = line.length > MAX_ROW ? null : ROW.exec(line);
        complete = row !== null;
        if (!row && LIKE_A_ROW.test(line)) throw input.error('a row that is not complete', number, CUT);
        if (!row) return;
        const label = row[1]!.trim() || UNNAMED;
        if (table === 'rehearsal') rehearsed.push(label);
        else if (label.startsWith('>')) warn(`${label} is computed from other rows: left out`);
        else {
          reported.add(label);
          const of = { benchmark: label, unit: 's', direction: 'lower' } as const;
          found.add({ ...of, metric: 'wall' }, Number(row[4]));
          found.add({ ...of, metric: 'user' }, Number(row[2]));
          found.add({ ...of, metric: 'system' }, Number(row[3]));
        }
      }
    });
    const missing = rehearsed.find((label) => !reported.has(label));
    if (missing !== undefined) throw input.error(`${missing} was rehearsed and is not reported`, null, CUT);
    if (!ended && !complete) throw input.error('the last line is not complete', null, CUT);
    return found.measurements();
  },
};

/** A report without a label. */
const UNNAMED = 'unnamed';

const CUT = 'the file was cut; run the benchmark again';

const CAPTION = /^ +user +system +total +real *\r?$/m;
const REHEARSAL = /^Rehearsal -+$/;
const SECONDS = String.raw`(-?\d+\.\d+)`;
const ROW = new RegExp(String.raw`^(.*?) *${SECONDS} +${SECONDS} +-?\d+\.\d+ \( *${SECONDS}\)$`);

/** A label and four numbers are far shorter; on a line of a million spaces the pattern would not end. */
const MAX_ROW = 1000;

/** What is left of a damaged row: a time of six decimals. The total of a rehearsal has a unit. */
const LIKE_A_ROW = /\d\.\d{6}(?!\d|sec)/;

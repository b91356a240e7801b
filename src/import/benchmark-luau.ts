import { z } from 'zod';
import { collector, measurement } from './collector.ts';
import type { Format } from './format.ts';
import type { ImportedMeasurement } from './imported.ts';
import { validated } from './json.ts';
import { numbered } from './numbered.ts';
import { summaryOf } from './summary.ts';

/** One machine's result as bench.py writes it: file, machine, its short name, benchmark, milliseconds, count. */
const Result = z.tuple([
  z.string(),
  z.string(),
  z.string(),
  z.string().min(1),
  z.array(z.number().nonnegative()),
  z.number(),
]);
const File = z.array(z.array(Result)).min(1);

/** The file of `bench.py --filename`: every time of every benchmark on every virtual machine. */
export const benchmarkLuauJson: Format = {
  name: 'benchmark-luau',
  title: "Luau's bench.py, its JSON",
  recognises: ({ text }) => JSON_START.test(text),
  async read(input, warn) {
    const found = collector();
    for (const [, , vm, benchmark, times] of validated(File, await input.json(), input).flat()) {
      if (times.length === 0) warn(`${benchmark} failed on ${vm}: left out`);
      for (const ms of times) found.add({ ...identity(benchmark, vm) }, ms / 1000);
    }
    return found.measurements();
  },
};

/** What bench.py prints: the mean of each benchmark. */
export const benchmarkLuau: Format = {
  name: 'benchmark-luau',
  title: "Luau's bench.py, its output",
  recognises: ({ text }) => RESULT.test(text),
  async read(input, warn) {
    const found: ImportedMeasurement[] = [];
    let complete = false;
    const { ended } = await input.lines((raw, number) => {
      const line = raw.replaceAll(COLOUR, '');
      if (line.startsWith('FAILED:')) warn(`${line.slice('FAILED:'.length).trim()} failed: left out`);
      complete ||= FINAL_TABLE.test(line);
      if (!line.startsWith('SUCCESS')) return;
      const result = line.length > MAX_LINE ? null : LINE.exec(line);
      if (!result) throw input.error('a result that is not complete', number, CUT);
      const summary = summaryOf({ mean: Number(result[2]) / 1000 });
      found.push(measurement(identity(result[1]!, result[3]!), { summary }));
    });
    if (!ended && !complete) throw input.error('the last line is not complete', null, CUT);
    return numbered(found);
  },
};

/** The table that repeats the results, unless --no-print-final-summary. */
const FINAL_TABLE = /^=+RESULTS=+$/;

const CUT = 'the file was cut; run the benchmark again';

function identity(benchmark: string, vm: string) {
  return { benchmark, case: { vm }, metric: 'wall', unit: 's', direction: 'lower' } as const;
}

const JSON_START = /^\s*\[\s*\[\s*\[\s*"[^"]*\.lua[u]?"\s*,/;

// biome-ignore lint/suspicious/noControlCharactersInRegex: colours begin with the escape character.
const COLOUR = /\u001b\[[\d;]*m/g;

// biome-ignore lint/suspicious/noControlCharactersInRegex: as above.
const RESULT = /^(?:\u001b\[[\d;]*m)*SUCCESS(?:\u001b\[[\d;]*m)*: .+: +[\d.]+ms \+\/-/m;

/** A name and three numbers are far shorter; on a line of a million spaces the pattern would not end. */
const MAX_LINE = 1000;

/** With --compare the other machines' lines end with a judgement in parentheses. */
const LINE =
  /^SUCCESS: (.*?) *: +(\d+\.\d+)ms \+\/- +(?:\d+\.\d+|nan)% on (\S.*?)(?: \( *[-+]\d+\.\d+%, [a-z ]*\))?$/;

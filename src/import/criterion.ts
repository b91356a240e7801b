import { z } from 'zod';
import { measurement } from './collector.ts';
import type { Format, Tree, TreeFormat } from './format.ts';
import type { ImportedMeasurement } from './imported.ts';
import { validated } from './json.ts';
import { summaryOf } from './summary.ts';
import { seconds } from './units.ts';

const SampleSchema = z
  .object({
    /** Iterations of each batch. */
    iters: z.array(z.number().positive()).min(1),
    /** Nanoseconds of each whole batch. */
    times: z.array(z.number().nonnegative()).min(1),
  })
  .refine(({ iters, times }) => iters.length === times.length, 'iters and times differ in length');

const BenchmarkSchema = z.object({ full_id: z.string().min(1) });

const SAMPLE = 'new/sample.json';

/**
 * The newest measurement of each benchmark below `target/criterion`. A time there is of a whole batch, so it
 * is divided by the batch's iterations. `base` and saved baselines are earlier measurements and left out.
 */
export const criterionTree: TreeFormat = {
  name: 'criterion',
  title: 'criterion, target/criterion',
  recognises: (paths) => newest(paths).length > 0,
  async read(tree) {
    const found: ImportedMeasurement[] = [];
    for (const path of newest(tree.paths)) found.push(await readBenchmark(tree, path));
    return found;
  },
};

function newest(paths: readonly string[]): string[] {
  return paths.filter((path) => path === SAMPLE || path.endsWith(`/${SAMPLE}`));
}

async function readBenchmark(tree: Tree, path: string): Promise<ImportedMeasurement> {
  const file = tree.open(path);
  const { iters, times } = validated(SampleSchema, await file.json(), file);
  const names = tree.open(path.replace(/sample\.json$/, 'benchmark.json'));
  const { full_id } = validated(BenchmarkSchema, await names.json(), names);
  const samples = times.map((ns, batch) => ns / iters[batch]! / 1e9);
  return measurement({ benchmark: full_id, metric: 'wall', unit: 's', direction: 'lower' }, { samples });
}

const NUMBER = String.raw`(\d+(?:\.\d+)?(?:e[+-]?\d+)?) ([a-zµμ]+)`;

/** `time:   [52.271 ns 53.108 ns 54.194 ns]`: an estimate between the ends of its interval. */
const TIME = new RegExp(String.raw`^time:\s+\[${NUMBER} ${NUMBER} ${NUMBER}\]$`);

interface Estimate {
  /** Empty where a long name has a line of its own. */
  readonly name: string;
  readonly value: number;
  readonly unit: string;
}

/** `name        time:   […]`; the name by hand, for a pattern would try every space. */
function estimate(line: string): Estimate | null {
  const at = line.lastIndexOf('time:');
  const match = at > 0 && /\s/.test(line[at - 1]!) ? TIME.exec(line.slice(at)) : null;
  return match && { name: line.slice(0, at).trim(), value: Number(match[3]), unit: match[4]! };
}

/** The estimate of each benchmark; the text has neither samples nor their number. */
export const criterionText: Format = {
  name: 'criterion',
  title: 'criterion, stdout',
  recognises: ({ text }) => text.split('\n').some((line) => estimate(line.trimEnd()) !== null),
  async read(input) {
    const found: ImportedMeasurement[] = [];
    let previous = '';
    const { count, ended } = await input.lines((line, number) => {
      const match = estimate(line);
      if (match) {
        const benchmark = match.name || previous.trim();
        const mean = seconds(match.value, match.unit);
        if (benchmark === '' || mean === undefined) throw input.error('a time without name or unit', number);
        const wall = { benchmark, metric: 'wall', unit: 's', direction: 'lower' } as const;
        found.push(measurement(wall, { summary: summaryOf({ mean }) }));
      }
      previous = line;
    });
    if (!ended) throw input.error('the last line has no end: the file was cut', count);
    return found;
  },
};

import { measurement } from './collector.ts';
import type { Format } from './format.ts';
import type { ImportedMeasurement } from './imported.ts';
import { numbered } from './numbered.ts';
import { summaryOf } from './summary.ts';
import { visitXml } from './xml.ts';

/**
 * Catch2's XML reporter, versions 2 and 3. It keeps the mean and the standard deviation of its resampling, in
 * nanoseconds, and no sample. A benchmark is named by its test case, its sections and itself.
 */
export const catch2Xml: Format = {
  name: 'catch2',
  title: 'Catch2, XML reporter',
  recognises: ({ text }) => /^\s*(?:<\?xml[^>]*>\s*)?<Catch(?:2TestRun)?[\s>]/.test(text),
  async read(input, warn) {
    const found: ImportedMeasurement[] = [];
    const path: string[] = [];
    let benchmark: Benchmark | null = null;
    await visitXml(input, {
      open(name, attributes, line) {
        const value = (): number =>
          decimal(attributes.value, () => input.error(`${name} has no value`, line));
        if (name === 'TestCase' || name === 'Section') path.push(attributes.name ?? '');
        else if (name === 'BenchmarkResults') {
          benchmark = { name: [...path, attributes.name ?? ''].join(' / '), n: Number(attributes.samples) };
        } else if (benchmark && name === 'mean') benchmark.mean = value() / 1e9;
        else if (benchmark && name === 'standardDeviation') benchmark.sd = value() / 1e9;
      },
      close(name) {
        if (name === 'TestCase' || name === 'Section') path.pop();
        if (name !== 'BenchmarkResults' || !benchmark) return;
        if (benchmark.mean === undefined) warn(`${benchmark.name} failed: left out`);
        else found.push(ofBenchmark(benchmark, benchmark.mean));
        benchmark = null;
      },
    });
    return numbered(found);
  },
};

interface Benchmark {
  readonly name: string;
  /** Number of samples that Catch2 took; NaN where it does not say. */
  readonly n: number;
  mean?: number;
  sd?: number;
}

/** As a measurement; `mean` in seconds. */
export function ofBenchmark({ name, n, sd }: Benchmark, mean: number): ImportedMeasurement {
  const summary = summaryOf({ n: Number.isInteger(n) ? n : null, mean, sd: sd ?? null });
  return measurement({ benchmark: name, metric: 'wall', unit: 's', direction: 'lower' }, { summary });
}

function decimal(text: string | undefined, error: () => Error): number {
  const value = text === undefined || text.trim() === '' ? Number.NaN : Number(text);
  if (!Number.isFinite(value)) throw error();
  return value;
}

import type { Exported } from './exported.ts';

/**
 * The results of hyperfine 1.20 as far as they are known: its user and system times, its memory and its exit
 * codes are left out, since these are not of the same samples. Parameters are texts there.
 */
export function* writeHyperfine(measurements: readonly Exported[]): Iterable<string> {
  yield '{\n  "results": [';
  for (const [index, { benchmark, case: of, samples, summary }] of measurements.entries()) {
    const parameters = Object.fromEntries(Object.entries(of).map(([name, value]) => [name, String(value)]));
    const { mean, sd, median, min, max } = summary;
    const result = {
      ...{ command: benchmark, mean, stddev: sd, median, min, max, times: samples },
      ...(Object.keys(parameters).length > 0 && { parameters }),
    };
    yield `${index === 0 ? '' : ','}\n    ${JSON.stringify(result)}`;
  }
  yield '\n  ]\n}\n';
}

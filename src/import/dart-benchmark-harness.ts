import { collector } from './collector.ts';
import type { Format } from './format.ts';
import { measured } from './measured.ts';

/**
 * Dart's benchmark_harness: `Name(RunTime): 12.5 us.` a line, one sample each. The time is that of one
 * `exercise()`, which is ten `run()` unless the benchmark says otherwise, so it is kept as it is. The newer
 * emitter names other metrics and units, whose direction it does not say.
 */
export const dartBenchmarkHarness: Format = {
  name: 'dart-benchmark-harness',
  title: "Dart's benchmark_harness",
  recognises: ({ text }) => RUN_TIME.test(text),
  async read(input) {
    const found = collector();
    let closed = true;
    const { ended } = await input.lines((line, number) => {
      const result = LINE.exec(line);
      closed = line.endsWith('.');
      if (!result && NAMED.test(line)) throw input.error('a result that is not complete', number, CUT);
      if (!result) return;
      const [, benchmark, metric, value, unit] = result;
      const runTime = metric === 'RunTime';
      const quantity = measured(Number(value), unit ?? '');
      found.add(
        {
          benchmark: benchmark!,
          metric: runTime ? 'wall' : metric!,
          unit: quantity.unit,
          direction: runTime ? 'lower' : null,
        },
        quantity.value,
      );
    });
    if (!ended && !closed) throw input.error('the last line is not complete', null, CUT);
    return found.measurements();
  },
};

const CUT = 'the file was cut; run the benchmark again';

const RUN_TIME = /^\S.*\(RunTime\): [\d.]/m;
const NAMED = /^\S.*\(\w+\): *[\d.]*$/;

/** The number as Dart prints a double; the older emitter closes the line with a full stop. */
const LINE = /^(\S.*)\((\w+)\): (\d+(?:\.\d+)?(?:e[+-]?\d+)?)(?: ([^\s.]+)\.?)?$/;

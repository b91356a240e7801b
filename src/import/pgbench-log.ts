import { measurement } from './collector.ts';
import type { Format } from './format.ts';
import type { ImportedMeasurement } from './imported.ts';

/**
 * The log of `pgbench --log`: a line a transaction, of which the latency is a sample. With --rate it includes
 * the time that the transaction started late. A seventh column is that time or the number of tries, and only
 * with both there is it known which. What failed or was skipped has no latency. A log says nothing of its end,
 * so a whole last line is all that can be asked.
 */
export const pgbenchLog: Format = {
  name: 'pgbench',
  title: 'pgbench --log, a line a transaction',
  recognises: ({ text, fileName }) => {
    const [line = ''] = text.slice(0, FIRST_LINE).split('\n', 1);
    const first = line.trimEnd();
    return TRANSACTION.test(first) || (AGGREGATED.test(first) && /pgbench|\.log/.test(fileName));
  },
  async read(input, warn) {
    const latencies = new Map<string, number[]>();
    const lags = new Map<string, number[]>();
    const lost = new Map<string, number>();
    let at: string | null = null;
    let ambiguous = false;
    const { ended } = await input.lines((line, number) => {
      const row = TRANSACTION.exec(line);
      if (!row) {
        const hint = AGGREGATED.test(line) ? 'log without --aggregate-interval' : CUT;
        throw input.error('no line of one transaction', number, hint);
      }
      const [, latency, script, epoch, micros, seventh, tries] = row;
      at ??= new Date(Number(epoch) * 1000 + Number(micros) / 1000).toISOString();
      const seconds = Number(latency) / 1e6;
      if (Number.isNaN(seconds)) lost.set(latency!, (lost.get(latency!) ?? 0) + 1);
      else {
        push(latencies, script!, seconds);
        if (tries !== undefined) push(lags, script!, Number(seventh) / 1e6);
        else ambiguous ||= seventh !== undefined;
      }
    });
    if (!ended) throw input.error('the last line is not complete', null, CUT);
    if (ambiguous) warn('the last column is the lag or the tries, and nothing says which: left out');
    for (const [how, count] of lost) warn(`${count} transactions ${how}: left out`);
    return [...ofMetric('latency', latencies, at), ...ofMetric('schedule-lag', lags, at)];
  },
};

/** Logs have millions of lines: one look-up a line. */
function push(series: Map<string, number[]>, script: string, value: number): void {
  const samples = series.get(script);
  if (samples) samples.push(value);
  else series.set(script, [value]);
}

function ofMetric(
  metric: string,
  series: ReadonlyMap<string, readonly number[]>,
  at: string | null,
): ImportedMeasurement[] {
  const of = { benchmark: 'transaction', metric, unit: 's', direction: 'lower', at } as const;
  return [...series].map(([script, samples]) =>
    measurement({ ...of, case: { script: Number(script) } }, { samples }),
  );
}

/** Far longer than a line of a log. */
const FIRST_LINE = 4096;

const CUT = 'pgbench was stopped, or the file cut; run it again';

/** Client, transaction, microseconds or what became of it, script, second, microsecond, lag, retries. */
const TRANSACTION =
  /^\d+ \d+ (\d+|skipped|failed|serialization|deadlock) (\d{1,4}) (\d{9,10}) (\d{1,6})(?: (\d+))?(?: (\d+))?$/;

/** With --aggregate-interval: a second, then counts and sums. */
const AGGREGATED = /^\d{9,10}(?: \d+){5,14}$/;

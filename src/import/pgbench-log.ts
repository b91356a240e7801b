import { collector } from './collector.ts';
import type { Format } from './format.ts';

/**
 * The log of `pgbench --log`: a line a transaction, of which the latency is a sample. With --rate it includes
 * the time that the transaction started late. A seventh column is that time or the number of tries, and only
 * with both there is it known which. What failed or was skipped has no latency.
 * A log says nothing of its end, so a whole last line is all that can be asked.
 */
export const pgbenchLog: Format = {
  name: 'pgbench',
  title: 'pgbench --log, a line a transaction',
  recognises: ({ text, fileName }) => {
    const first = text.slice(0, 4096).split('\n', 2)[0]!.trimEnd();
    return TRANSACTION.test(first) || (AGGREGATED.test(first) && /pgbench|\.log/.test(fileName));
  },
  async read(input, warn) {
    const found = collector();
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
      const of = { benchmark: 'transaction', case: { script: Number(script) }, unit: 's', at } as const;
      if (!/^\d/.test(latency!)) {
        lost.set(latency!, (lost.get(latency!) ?? 0) + 1);
        return;
      }
      found.add({ ...of, metric: 'latency', direction: 'lower' }, Number(latency) / 1e6);
      if (tries !== undefined) {
        found.add({ ...of, metric: 'schedule-lag', direction: 'lower' }, Number(seventh) / 1e6);
      } else ambiguous ||= seventh !== undefined;
    });
    if (!ended) throw input.error('the last line is not complete', null, CUT);
    if (ambiguous) warn('the last column is the lag or the tries, and nothing says which: left out');
    for (const [how, count] of lost) warn(`${count} transactions ${how}: left out`);
    return found.measurements();
  },
};

const CUT = 'pgbench was stopped, or the file cut; run it again';

/** Client, transaction, microseconds or what became of it, script, second, microsecond, lag, retries. */
const TRANSACTION =
  /^\d+ \d+ (\d+|skipped|failed|serialization|deadlock) (\d{1,4}) (\d{9,10}) (\d{1,6})(?: (\d+))?(?: (\d+))?$/;

/** With --aggregate-interval: a second, then counts and sums. */
const AGGREGATED = /^\d{9,10}(?: \d+){5,14}$/;

import { measurement } from './collector.ts';
import type { Format, Input } from './format.ts';
import type { ImportedMeasurement } from './imported.ts';
import { quantileKey } from './percentile.ts';
import { summaryOf } from './summary.ts';

/**
 * The table that memtier_benchmark prints, with the columns that its header names: latencies in milliseconds,
 * `KB` of 1024 bytes. The table is whole with its row of totals. Of several runs the best and the worst are
 * left out.
 */
export const memtierConsole: Format = {
  name: 'memtier',
  title: 'memtier_benchmark, console',
  recognises: ({ text }) => /^Type +Ops\/sec /m.test(text) && /^\d+ +Threads\s*$/m.test(text),
  async read(input, warn) {
    const text = (await input.text()).replaceAll('\r\n', '\n');
    const of = {
      threads: Number(setting(text, /^(\d+) +Threads *$/m, 'threads', input)),
      clients: Number(setting(text, /^(\d+) +Connections per thread *$/m, 'connections', input)),
    };
    const tables = text.split(TITLE);
    const found: ImportedMeasurement[] = [];
    for (let index = 1; index < tables.length; index += 2) {
      const [title, body] = [tables[index]!.trim(), tables[index + 1]!];
      if (/^(?:ALL STATS|AGGREGATED)/.test(title)) found.push(...ofTable(body, of, input));
      else warn(`${title}: left out`);
    }
    return found;
  },
};

const TITLE = /^(ALL STATS *|(?:(?:BEST|WORST) RUN|AGGREGATED AVERAGE|RUN #\d+) RESULTS.*)\n=+\n(?=Type )/m;

const CUT = 'memtier_benchmark was stopped, or the file cut; run it again';

function ofTable(
  body: string,
  of: { threads: number; clients: number },
  input: Input,
): ImportedMeasurement[] {
  const lines = body.split('\n');
  const columns = lines[0]!.trim().split(/ {2,}/);
  const totals = lines.findIndex((line) => line.startsWith('Totals '));
  // The last column of the last row is known to be whole by the end of its line.
  if (totals === -1 || totals === lines.length - 1) throw input.error('ends before its totals', null, CUT);
  return lines.slice(2, totals + 1).flatMap((line) => {
    const [benchmark = '', ...cells] = line.trim().split(/ +/);
    if (cells.length !== columns.length - 1) throw input.error('a row that is not complete', benchmark, CUT);
    const figures = new Map(cells.map((cell, index) => [columns[index + 1]!, figure(cell)]));
    return ofRow({ benchmark, case: of }, figures);
  });

  function figure(cell: string): number | null {
    if (cell === '---' || /^-?nan$/.test(cell)) return null;
    if (!/^\d+\.\d+$/.test(cell)) throw input.error(`no number: ${cell.slice(0, 40)}`, null, CUT);
    return Number(cell);
  }
}

function ofRow(
  of: Pick<ImportedMeasurement, 'benchmark' | 'case'>,
  figures: ReadonlyMap<string, number | null>,
): ImportedMeasurement[] {
  const perSecond = figures.get('Ops/sec') ?? null;
  // Kinds of request that were never sent have a row of zeros.
  if (perSecond === null || perSecond === 0) return [];
  const found = [
    measurement({ ...of, metric: 'throughput', unit: '1/s', direction: 'higher' }, { samples: [perSecond] }),
  ];
  const kilobytes = figures.get('KB/sec') ?? null;
  if (kilobytes !== null) {
    const samples = [kilobytes * 1024];
    found.push(measurement({ ...of, metric: 'bandwidth', unit: 'By/s', direction: 'higher' }, { samples }));
  }
  const quantiles = [...figures].flatMap(([name, ms]) => {
    const percent = /^p(\d+(?:\.\d+)?) Latency$/.exec(name)?.[1];
    return percent === undefined || ms === null ? [] : [[quantileKey(Number(percent)), ms / 1000] as const];
  });
  const mean = figures.get('Avg. Latency') ?? figures.get('Latency') ?? null;
  const summary = summaryOf({
    mean: mean === null ? null : mean / 1000,
    quantiles: Object.fromEntries(quantiles),
  });
  if (summary) {
    found.push(measurement({ ...of, metric: 'latency', unit: 's', direction: 'lower' }, { summary }));
  }
  return found;
}

function setting(text: string, pattern: RegExp, what: string, input: Input): string {
  const match = pattern.exec(text);
  if (!match) throw input.error(`does not say its ${what}`, null, CUT);
  return match[1]!;
}

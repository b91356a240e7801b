import { measurement } from './collector.ts';
import type { Format } from './format.ts';
import type { ImportedMeasurement } from './imported.ts';
import { numbered } from './numbered.ts';
import { summaryOf } from './summary.ts';

/**
 * redis-benchmark --csv: requests a second are one sample, the latency is a summary. Before 6.2 there was no
 * header and no latency. Names stand in quotes that are not doubled inside them, so a row is read from its end.
 */
export const redisBenchmark: Format = {
  name: 'redis-benchmark',
  title: 'redis-benchmark --csv',
  recognises: ({ text }) => /^(?:"test","rps","avg_latency_ms"|"[^"\n]+","\d+\.\d\d"\r?\n)/.test(text),
  async read(input) {
    const found: ImportedMeasurement[] = [];
    let latencies = false;
    await input.lines((line, number) => {
      if (number === 1 && line === HEADER) latencies = true;
      else if (line !== '') {
        const row = (latencies ? ROW : ROW_WITHOUT_LATENCY).exec(line);
        if (!row) throw input.error('a row that is not complete', number, 'the file was cut; run it again');
        found.push(...ofRow(row));
      }
    });
    return numbered(found);
  },
};

function ofRow(row: RegExpExecArray): ImportedMeasurement[] {
  const [, benchmark = '', perSecond, ...latency] = row;
  const samples = [Number(perSecond)];
  const rate = measurement(
    { benchmark, metric: 'throughput', unit: '1/s', direction: 'higher' },
    { samples },
  );
  if (latency.length === 0) return [rate];
  const [mean, min, median, q95, q99, max] = latency.map((ms) => Number(`${ms}e-3`)) as Six;
  const summary = summaryOf({ mean, min, median, max, quantiles: { '0.95': q95, '0.99': q99 } });
  return [rate, measurement({ benchmark, metric: 'latency', unit: 's', direction: 'lower' }, { summary })];
}

type Six = [number, number, number, number, number, number];

const HEADER =
  '"test","rps","avg_latency_ms","min_latency_ms","p50_latency_ms","p95_latency_ms","p99_latency_ms","max_latency_ms"';

const ROW_WITHOUT_LATENCY = /^"(.+?)","(\d+\.\d\d)"$/;
const ROW = new RegExp(String.raw`^"(.+?)","(\d+\.\d\d)"${',"(\\d+\\.\\d{3})"'.repeat(6)}$`);

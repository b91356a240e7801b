import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { type Random, seededRandom } from '../../src/core/random.ts';

/** A large file of one format, made line by line as its tool writes it. */
export interface LargeFile {
  readonly name: string;
  readonly title: string;
  readonly head: string;
  readonly line: (index: number, random: Random) => string;
  readonly tail: string;
}

/** Of a run that started then: all the same, so that the bytes are. */
const STARTED_S = 1_767_225_600;

const SIZES = [10, 1_000, 100_000];

export const LARGE_FILES: readonly LargeFile[] = [
  {
    name: 'go.txt',
    title: 'go test -bench, four figures a line',
    head: 'goos: linux\ngoarch: amd64\npkg: example.org/words\ncpu: Intel(R) Xeon(R) Processor\n',
    line: (i, random) => {
      const ns = (1000 * random.uniform()).toFixed(2).padStart(12);
      const rate = (2000 * random.uniform()).toFixed(2).padStart(8);
      const bytes = String(64 + (i % 3)).padStart(8);
      return `BenchmarkRepeat/n=${SIZES[i % 3]}-2\t    2000\t${ns} ns/op\t${rate} MB/s\t${bytes} B/op\t       1 allocs/op\n`;
    },
    tail: 'PASS\nok  \texample.org/words\t1.000s\n',
  },
  {
    name: 'results.csv',
    title: 'CSV, six columns',
    head: 'benchmark,metric,unit,direction,case.n,value\n',
    line: (i, random) => `sort,wall,s,lower,${SIZES[i % 3]},${(random.uniform() / 10).toFixed(9)}\n`,
    tail: '',
  },
  {
    name: 'results.ndjson',
    title: 'NDJSON, six keys',
    head: '',
    line: (i, random) =>
      `{"benchmark":"sort","metric":"wall","unit":"s","direction":"lower","case":{"n":${SIZES[i % 3]}},"value":${(random.uniform() / 10).toFixed(9)}}\n`,
    tail: '',
  },
  {
    name: 'pgbench_log.1',
    title: 'pgbench --log',
    head: '',
    line: (i, random) =>
      `${i % 4} ${i >> 2} ${random.below(5000)} 0 ${STARTED_S + Math.floor(i / 1000)} ${random.below(1_000_000)}\n`,
    tail: '',
  },
  {
    name: 'k6.json',
    title: 'k6 --out json',
    head: [
      metric('http_reqs', 'counter', 'default'),
      metric('http_req_duration', 'trend', 'time'),
      metric('http_req_waiting', 'trend', 'time'),
      metric('http_req_receiving', 'trend', 'time'),
      metric('http_req_failed', 'rate', 'default'),
      metric('iteration_duration', 'trend', 'time'),
      metric('iterations', 'counter', 'default'),
    ].join(''),
    // The points of an iteration come together.
    line: (i, random) =>
      [
        point(i, 'http_reqs', 1),
        point(i, 'http_req_duration', 10 * random.uniform()),
        point(i, 'http_req_waiting', 10 * random.uniform()),
        point(i, 'http_req_receiving', random.uniform()),
        point(i, 'http_req_failed', 0),
        point(i, 'iteration_duration', 10 * random.uniform()),
        point(i, 'iterations', 1),
      ].join(''),
    tail: '',
  },
];

function metric(name: string, type: string, contains: string): string {
  const data = { name, type, contains, thresholds: [], submetrics: null };
  return `${JSON.stringify({ type: 'Metric', data, metric: name })}\n`;
}

function point(index: number, name: string, value: number): string {
  const time = new Date(STARTED_S * 1000 + index).toISOString();
  const tags = {
    ...{ expected_response: 'true', group: '', method: 'GET', name: 'http://127.0.0.1:3000/' },
    ...{ proto: 'HTTP/1.1', scenario: 'default', status: '200', url: 'http://127.0.0.1:3000/' },
  };
  return `${JSON.stringify({ metric: name, type: 'Point', data: { time, value, tags } })}\n`;
}

/** Written a thousand lines at a time until it has `bytes`; gives its size. The same seed gives the same bytes. */
export async function writeLargeFile(path: string, file: LargeFile, bytes: number): Promise<number> {
  const random = seededRandom(1);
  const out = createWriteStream(path);
  let size = file.head.length + file.tail.length;
  let index = 0;
  out.write(file.head);
  while (size < bytes) {
    let part = '';
    for (let i = 0; i < 1000; i++) part += file.line(index++, random);
    size += part.length;
    if (!out.write(part)) await once(out, 'drain');
  }
  out.end(file.tail);
  await finished(out);
  return size;
}

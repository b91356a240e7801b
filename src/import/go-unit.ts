import type { Identity } from './collector.ts';
import { seconds } from './units.ts';

export interface GoUnit extends Pick<Identity, 'metric' | 'unit' | 'direction'> {
  readonly convert: (value: number) => number;
}

/** The units that the testing package writes, and those of `b.ReportMetric` by their form. */
export function goUnit(text: string): GoUnit {
  const same = (value: number): number => value;
  switch (text) {
    case 'ns/op':
      return { metric: 'wall', unit: 's', direction: 'lower', convert: (ns) => ns / 1e9 };
    case 'B/op':
      return { metric: 'allocated', unit: 'By', direction: 'lower', convert: same };
    case 'allocs/op':
      return { metric: 'allocations', unit: '1', direction: 'lower', convert: same };
    // Of SetBytes, in units of 10^6 bytes.
    case 'MB/s':
      return { metric: 'throughput', unit: 'By/s', direction: 'higher', convert: (mb) => mb * 1e6 };
  }
  const time = /^(?:.*-)?(ns|us|µs|ms|s|sec)(?:\/\S+)?$/.exec(text)?.[1];
  const unit =
    time !== undefined
      ? 's'
      : /(?:^|-)B(?:\/op)?$/.test(text)
        ? 'By'
        : /\/s(?:ec)?$/.test(text)
          ? '1/s'
          : '1';
  const convert = time === undefined ? same : (value: number) => seconds(value, time)!;
  return { metric: text, unit, direction: null, convert };
}

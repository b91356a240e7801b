import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { ROOT } from '../scripts/command.ts';
import { formatValue } from '../src/core/unit.ts';
import { fingerprint } from '../src/environment/fingerprint.ts';
import { median } from '../src/stats/descriptive.ts';
import { seconds } from './interleave.ts';
import { type BenchContext, type Outcome, repetitions } from './outcome.ts';
import { scratch } from './scratch.ts';

const WARM = 20;
const COLD = 5;
/** Paid once a run: more than a tenth of a second would be felt before the first sample. */
const LIMIT_S = 0.1;

/** Reading the environment, which every run does once before it measures. */
export async function benchFingerprint(context: BenchContext): Promise<Outcome> {
  await using folder = await scratch();
  const read = (cache: string): Promise<number> =>
    seconds(() => fingerprint({ worktree: ROOT, env: { ...process.env, XDG_CACHE_HOME: cache } }));
  const cold: number[] = [];
  for (let i = 0; i < repetitions(COLD, context); i++) cold.push(await read(join(folder.path, `cold-${i}`)));
  const warm: number[] = [];
  for (let i = 0; i < repetitions(WARM, context); i++) warm.push(await read(join(folder.path, 'cold-0')));
  const lscpu = spawnSync('lscpu').error ? null : await lscpuTimes(context);
  const typical = median(warm);
  return {
    name: 'Reading the environment',
    peer: 'none',
    rows: [
      { label: 'again, the tools known from an earlier run', value: formatValue(typical, 's') },
      { label: 'for the first time, each tool asked for its version', value: formatValue(median(cold), 's') },
      {
        label: 'lscpu, for the processor alone',
        value: lscpu === null ? 'unavailable: lscpu is not installed' : formatValue(median(lscpu), 's'),
      },
    ],
    ratio: null,
    limits: [
      {
        label: 'again',
        value: formatValue(typical, 's'),
        bound: `≤ ${formatValue(LIMIT_S, 's')}`,
        met: typical <= LIMIT_S,
      },
    ],
    note: `Medians of ${warm.length} and ${cold.length} readings in one process.`,
  };
}

async function lscpuTimes(context: BenchContext): Promise<number[]> {
  const times: number[] = [];
  for (let i = 0; i < repetitions(WARM, context); i++) {
    times.push(await seconds(() => spawnSync('lscpu')));
  }
  return times;
}

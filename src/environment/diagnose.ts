import { statfs } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Check } from './check/check.ts';
import { checkProcessor } from './check/processor.ts';
import { checkSystem } from './check/system.ts';
import { checkTools, type PerfAnswer } from './check/tools.ts';
import { fingerprint } from './fingerprint.ts';
import { SHORTEST_WINDOW_S, startLoadMeter } from './load.ts';
import { probe, valueIn } from './probed.ts';
import type { EnvironmentRecord } from './record.ts';

export interface DiagnoseOptions {
  readonly worktree: string;
  /** Asks the sampler; rejects where it cannot run. */
  readonly perf: () => Promise<PerfAnswer>;
  readonly env?: NodeJS.ProcessEnv;
  readonly root?: string;
  readonly signal?: AbortSignal | undefined;
}

export interface Diagnosis {
  readonly checks: readonly Check[];
  readonly environment: EnvironmentRecord;
}

/** How long the load of others is watched, in milliseconds: twice the shortest time that can be told. */
const WATCH_MS = 2000 * SHORTEST_WINDOW_S;

/** Looks for everything that will disturb or prevent measurements here. */
export async function diagnose(options: DiagnoseOptions): Promise<Diagnosis> {
  const env = options.env ?? process.env;
  // While this is watched nothing of ours may run, or it would count as the others'.
  const meter = startLoadMeter();
  await sleep(WATCH_MS, undefined, { signal: options.signal });
  const otherLoad = meter.read();
  const record = await fingerprint(options);
  const gitVersion = valueIn(record.conditions.toolchain.git);
  const tools = await checkTools({ env, perf: options.perf, gitVersion, signal: options.signal });
  const freeBytes = await probe(async () => {
    const { bavail, bsize } = await statfs(options.worktree);
    return bavail * bsize;
  });
  const checks = [...tools, ...checkProcessor(record), ...checkSystem({ record, otherLoad, freeBytes })];
  return { checks, environment: record };
}

import { setTimeout as delay } from 'node:timers/promises';
import { loadConfig } from '../../config/load.ts';
import type { Plan, PlannedBenchmark } from '../../config/plan.ts';
import { planOf } from '../../config/plan-of.ts';
import { secretUses } from '../../config/secrets.ts';
import type { Revision } from '../../core/measurement.ts';
import type { StoppingRule } from '../../measure/measure-case.ts';
import { resolveSecrets } from '../../platform/secret.ts';
import { DEFAULT_TIME_S, measureComparison } from '../compare/run.ts';
import type { Context } from '../context.ts';
import type { NoiseFlags } from '../noise.ts';
import { benchFor } from '../project/here.ts';
import { type Bench, openBench } from '../project/measuring.ts';
import { placeOf } from '../project/place.ts';
import { resolveRevision } from '../project/revisions.ts';
import { overridesOf } from '../project/settings.ts';
import { noiseResult, storeNoise } from './result.ts';
import { printNoise } from './text.ts';

/** Compares a program with itself, again and again, and stores what that says of the noise here. */
export async function measureNoise(
  context: Context,
  benchmarks: readonly string[],
  flags: NoiseFlags,
): Promise<void> {
  const runs: string[] = [];
  let revision: Revision | null = null;
  for (let i = 0; i < flags.runs; i++) {
    await delay(flags.pause * 1000, undefined, { signal: context.signal });
    // Opened anew each time: a start of the sampler, and of everything it starts, is part of a run.
    await using bench = await openBench(context, 'noise', flags);
    const plan = await planHere(bench, benchmarks, flags);
    revision ??= await resolveRevision(bench.project, bench.store, flags.commit);
    if (!context.json || context.interactive) context.stderr(`run ${i + 1} of ${flags.runs}\n`);
    runs.push(await compareWithItself(context, bench, plan, revision, flags));
  }
  await using bench = await openBench(context, 'noise', flags);
  const plan = await planHere(bench, benchmarks, flags);
  const result = await noiseResult(await benchFor(bench, plan), plan, runs);
  storeNoise(bench.store, result);
  if (context.json) context.stdout(`${JSON.stringify(result, null, 2)}\n`);
  else printNoise(context, result);
}

async function planHere({ project }: Bench, benchmarks: readonly string[], flags: NoiseFlags): Promise<Plan> {
  const config = await loadConfig(project.configPath);
  return planOf(config, { benchmarks, overrides: overridesOf(flags), ...(await placeOf(config, flags)) });
}

async function compareWithItself(
  context: Context,
  bench: Bench,
  plan: Plan,
  revision: Revision,
  flags: NoiseFlags,
): Promise<string> {
  const config = await loadConfig(bench.project.configPath);
  const secrets = await resolveSecrets(secretUses(config, plan), config.directory);
  return measureComparison(context, bench, {
    ...{ plan, secrets, seed: flags.seed, resume: null },
    ...{ baseline: revision, candidate: revision },
    ruleFor: (benchmark) => noiseRule(benchmark, flags),
  });
}

/** Fewer than these say nothing of how samples of a run vary. */
const LEAST_BLOCKS = 6;

/** All runs together take about as long as two comparisons; none ends because it is settled. */
function noiseRule({ timeS }: PlannedBenchmark, { runs, blocks }: NoiseFlags): StoppingRule {
  return {
    minBlocks: Math.min(LEAST_BLOCKS, blocks),
    maxBlocks: blocks,
    timeS: (2 * (timeS ?? DEFAULT_TIME_S)) / runs,
    settled: () => false,
  };
}

import type { Config } from '../../config/config.ts';
import { loadConfig } from '../../config/load.ts';
import type { Plan, PlannedEnvironment } from '../../config/plan.ts';
import { planOf } from '../../config/plan-of.ts';
import { secretUses } from '../../config/secrets.ts';
import { AssayError } from '../../core/error.ts';
import { isThrottled } from '../../environment/calibration/conditions.ts';
import { PROBES } from '../../environment/calibration/probes.ts';
import { resolveSecrets } from '../../platform/secret.ts';
import type { CalibrateFlags } from '../calibrate.ts';
import type { Context } from '../context.ts';
import { openBench } from '../project/measuring.ts';
import { choiceOf } from '../project/place.ts';
import { resolveRevision } from '../project/revisions.ts';
import { chosenEnvironments } from './environments.ts';
import { installProbes } from './files.ts';
import { measureCalibration } from './measure.ts';
import { planProbes, probedEnvironment, withProbes } from './plan.ts';
import { printCalibration } from './show.ts';

/** Blocks of each probe: with the usual budget some 13 are needed for an interval at all; more narrow it. */
const DEFAULT_BLOCKS = 40;
/** Of a benchmark, as far as its time allows: comparisons rest on it, so it should be known well. */
const DEFAULT_BENCHMARK_BLOCKS = 120;
/** Under a CPU quota each execution takes ten times as long. */
const DEFAULT_BLOCKS_UNDER_QUOTA = 20;

/** Measures two environments against each other, stores what was found and prints it. */
export async function calibrate(
  context: Context,
  benchmarks: readonly string[],
  flags: CalibrateFlags,
): Promise<void> {
  await using bench = await openBench(context, 'calibrate', flags);
  const { project, store } = bench;
  const config = await loadConfig(project.configPath);
  const environments = chosenEnvironments(choiceOf(config), flags.env ?? []);
  const files = await installProbes(project.workspace, context.signal);
  const throttled = environments.map(probedEnvironment).some(isThrottled);
  const blocksOfBenchmark = flags.samples ?? DEFAULT_BENCHMARK_BLOCKS;
  const blocks = flags.samples ?? (throttled ? DEFAULT_BLOCKS_UNDER_QUOTA : DEFAULT_BLOCKS);
  const wanted = probesOf(benchmarks, flags);
  const probes = planProbes(wanted, environments, files, blocks);
  const own = plannedOwn(config, benchmarks, flags);
  const [baseline, candidate] = environments.map((each) =>
    withProbes(each, files, project.workspace.projectRoot),
  ) as [PlannedEnvironment, PlannedEnvironment];
  const why = 'assay calibrate';
  const plan: Plan = {
    ...own,
    benchmarks: [...probes.benchmarks, ...own.benchmarks],
    place: { environment: candidate, why },
    basePlace: { environment: baseline, why },
  };
  if (plan.benchmarks.length === 0) {
    const reasons = [...new Set(probes.left.map(({ reason }) => reason))].join('; ');
    throw new AssayError('inconclusive', `none of the probes can be run: ${reasons}`, {
      hint: 'choose others with --probes, or name a benchmark',
    });
  }
  const calibration = await measureCalibration(context, bench, {
    ...{ plan, environments, blocks, blocksOfBenchmark, left: probes.left },
    secrets: await resolveSecrets(secretUses(config, own), config.directory),
    revision: await resolveRevision(project, store, flags.commit),
    timeS: flags.time ?? null,
    seed: flags.seed,
  });
  await printCalibration(context, store, calibration, flags.graph);
}

/** `null`: all of them. */
function probesOf(benchmarks: readonly string[], { probes }: CalibrateFlags): readonly string[] | null {
  if (probes === true) return null;
  if (probes === undefined) return benchmarks.length > 0 ? [] : null;
  const names = probes.split(',').map((name) => name.trim());
  const unknown = names.find((name) => !PROBES.some((probe) => probe.name === name));
  if (unknown === undefined) return names;
  throw new AssayError('usage', `there is no probe ${unknown}`, {
    hint: `there are: ${PROBES.map(({ name }) => name).join(', ')}`,
  });
}

/** The plan of the benchmarks named, which may be none, with the budget of the whole calibration. */
function plannedOwn(config: Config, benchmarks: readonly string[], flags: CalibrateFlags): Plan {
  const { falseAlarmBudget } = flags;
  const plan = planOf(config, {
    benchmarks,
    overrides: falseAlarmBudget === undefined ? {} : { falseAlarmBudget },
  });
  return benchmarks.length === 0 ? { ...plan, benchmarks: [] } : plan;
}

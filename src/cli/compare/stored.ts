import { loadConfig } from '../../config/load.ts';
import type { Plan } from '../../config/plan.ts';
import { planOf } from '../../config/plan-of.ts';
import { worstVerdict } from '../../core/verdict.ts';
import type { EnvironmentRecord } from '../../environment/record.ts';
import { shareBudget } from '../../judge/budget.ts';
import { type CommitInfo, resolveCommit } from '../../platform/git/repository.ts';
import type { Context } from '../context.ts';
import { benchFor, environmentHere } from '../project/here.ts';
import { type Bench, openBench } from '../project/measuring.ts';
import { areTags, placeOf } from '../project/place.ts';
import { type MeasureFlags, overridesOf } from '../project/settings.ts';
import { WORKTREE } from '../project/worktree.ts';
import type { CompareResult } from '../schemas/compare.ts';
import { chooseBase, type StoredBase } from '../stored/base.ts';
import { type Judged, judgeSeries } from '../stored/judge.ts';
import { ensureRuns } from '../stored/runs.ts';
import { type Across, acrossBy } from './across.ts';
import { apartIn, refuseApart } from './apart.ts';
import { withBasePlace } from './base-place.ts';
import { exitCodeOfVerdict, printComparisons } from './output.ts';

export interface StoredFlags extends MeasureFlags {
  readonly benchmark?: string[];
  /** `tag`, `merge-base`, `ancestor` or `last:N`. */
  readonly baseFrom?: string;
  /** Runs that the candidate shall have: more are measured now. */
  readonly runs?: number;
  readonly envBase?: string;
  readonly across?: boolean;
}

/** Judges stored runs of a commit against stored runs of a baseline in this environment. */
export async function compareStored(
  context: Context,
  base: string | undefined,
  candidateName: string | undefined,
  flags: StoredFlags,
): Promise<void> {
  await using opened = await openBench(context, 'compare', flags);
  const { project } = opened;
  const config = await loadConfig(project.configPath);
  const plan = planOf(config, {
    ...{ benchmarks: flags.benchmark ?? [], overrides: overridesOf(flags) },
    ...(await placeOf(config, flags, () => areTags(project.repository, [base, candidateName]))),
  });
  const named = candidateName === undefined || candidateName === WORKTREE ? 'HEAD' : candidateName;
  const candidate = await resolveCommit(project.repository, named);
  const bench = await benchFor(opened, plan);
  const environment = await environmentHere(context, bench, plan);
  const apart = await apartIn(context, bench, withBasePlace(config, plan, flags));
  if (apart && !flags.across) refuseApart(bench.store, apart);
  const across = apart && (await acrossBy(bench.store, { plan, apart, shares: sharesOf(plan, bench) }));
  const baseEnvironment = apart?.baseline.record ?? environment;
  const chosen = await chooseBase(bench, {
    ...{ base, from: flags.baseFrom, candidate, plan },
    environment: baseEnvironment,
  });
  const measured = await ensureRuns(context, bench, { config, plan, candidate, environment, flags });
  const judged = await judge(bench, {
    ...{ plan, candidate, chosen, environment, baseEnvironment, across },
  });
  const result = resultOf(judged, { plan, bench, chosen, candidate, environment, measured });
  context.exit(exitCodeOfVerdict(result.verdict));
  if (context.json) context.stdout(`${JSON.stringify(result, null, 2)}\n`);
  else {
    printComparisons(context, {
      title: `${chosen.label} → ${candidate.commit.slice(0, 12)} ${candidate.title} (stored runs)`,
      budget: result.falseAlarmBudget,
      comparisons: judged.map(({ comparison }) => comparison),
      notes: [...result.notes, ...nextSteps(judged, chosen, candidate)],
    });
  }
}

interface Sides {
  readonly plan: Plan;
  readonly candidate: CommitInfo;
  readonly chosen: StoredBase;
  readonly environment: EnvironmentRecord;
}

interface JudgeOrder extends Sides {
  /** Where the runs of the baseline are. */
  readonly baseEnvironment: EnvironmentRecord;
  readonly across: Across | null;
}

async function judge(bench: Bench, order: JudgeOrder): Promise<Judged[]> {
  const { plan, candidate, chosen, environment, baseEnvironment, across } = order;
  const shares = sharesOf(plan, bench);
  const judged: Judged[] = [];
  for (const benchmark of plan.benchmarks) {
    for (const planned of benchmark.cases) {
      for (const metric of benchmark.metrics.filter(({ name }) => !bench.unavailable.has(name))) {
        const alpha = shares.alphaOf(benchmark.name, metric.name);
        judged.push(
          await judgeSeries(bench.store, {
            ...{ benchmark, planned, metric, alpha },
            ...{ candidate: candidate.commit, commits: chosen.commits, last: chosen.last },
            ...{ environmentId: environment.id, baselineEnvironmentId: baseEnvironment.id, across },
          }),
        );
      }
    }
  }
  if (judged.length > 0 && judged.every(({ comparison }) => comparison.baseline === null)) {
    const { refuseForeign } = await import('../stored/environment.ts');
    await refuseForeign(bench, chosen, baseEnvironment);
  }
  return judged;
}

function sharesOf(plan: Plan, bench: Bench) {
  return shareBudget(plan, (metric) => !bench.unavailable.has(metric));
}

interface Found extends Sides {
  readonly bench: Bench;
  readonly measured: number;
}

function resultOf(
  judged: readonly Judged[],
  { plan, bench, chosen, candidate, environment, measured }: Found,
): CompareResult {
  const budget = sharesOf(plan, bench).total;
  return {
    schema: 'assay.compare/1',
    run: null,
    design: 'stored',
    baseline: { label: chosen.label, commit: chosen.commit, dirty: false },
    candidate: { label: candidate.commit.slice(0, 12), commit: candidate.commit, dirty: false },
    confidence: 1 - budget,
    falseAlarmBudget: budget,
    verdict: worstVerdict(judged.map(({ comparison }) => comparison.verdict)),
    environment: environment.id,
    seed: null,
    timings: null,
    notes: [
      'Each figure of n is a run, each value the median of one: what varies from run to run counts as noise.',
      ...(measured === 0 ? [] : [`${measured} runs of the candidate were measured now.`]),
      ...new Set(judged.flatMap(({ notes }) => notes)),
    ],
    comparisons: judged.map(({ comparison }) => comparison),
  };
}

/** What to run so that an inconclusive comparison can be decided. */
function nextSteps(judged: readonly Judged[], chosen: StoredBase, candidate: CommitInfo): string[] {
  const open = judged.filter(({ comparison }) => comparison.verdict === 'inconclusive');
  if (open.length === 0) return [];
  const needed = Math.max(2, ...open.map(({ neededRuns }) => neededRuns ?? 2));
  const missing = (side: 'baseline' | 'candidate'): number =>
    Math.max(0, ...open.map(({ comparison }) => needed - (comparison[side]?.n ?? 0)));
  const lines: string[] = [];
  const times = (count: number): string => (count === 1 ? 'once' : `${count} times`);
  if (missing('baseline') > 0 && chosen.commit !== null) {
    lines.push(`Next: assay run --commit ${chosen.commit.slice(0, 12)}, ${times(missing('baseline'))}`);
  } else if (missing('baseline') > 0) lines.push('Next: assay track --last 20');
  if (missing('candidate') > 0)
    lines.push(`Next: assay run --commit ${candidate.commit.slice(0, 12)}, ${times(missing('candidate'))}`);
  if (chosen.commit !== null)
    lines.push(`Or at once: assay compare ${chosen.commit.slice(0, 12)} ${candidate.commit.slice(0, 12)}`);
  return lines;
}

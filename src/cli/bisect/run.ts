import { loadConfig } from '../../config/load.ts';
import type { Plan } from '../../config/plan.ts';
import { secretUses } from '../../config/secrets.ts';
import { AssayError } from '../../core/error.ts';
import { comparisonShare, plannedComparisons } from '../../judge/bisect.ts';
import { bisectOrder, isAncestor } from '../../platform/git/ancestry.ts';
import { type CommitInfo, resolveCommit } from '../../platform/git/repository.ts';
import { resolveSecrets } from '../../platform/secret.ts';
import type { BisectFlags } from '../bisect.ts';
import type { Context } from '../context.ts';
import { environmentHere } from '../project/here.ts';
import { type Bench, openBench } from '../project/measuring.ts';
import { placeOf } from '../project/place.ts';
import { resolveRevision } from '../project/revisions.ts';
import { compareOrReuse } from './compare.ts';
import { printBisect, sayStep } from './output.ts';
import { bisectPlan, narrowed } from './plan.ts';
import { type Ask, type Question, type Step, search } from './search.ts';

export interface BisectNames {
  readonly good: string;
  readonly bad: string;
  readonly benchmark: string;
}

export async function bisectRange(context: Context, names: BisectNames, flags: BisectFlags): Promise<void> {
  await using bench = await openBench(context, 'bisect', flags);
  const { repository } = bench.project;
  const good = await resolveCommit(repository, names.good);
  const bad = await resolveCommit(repository, names.bad);
  await checkOrder(bench, good, bad);
  const config = await loadConfig(bench.project.configPath);
  const plan = bisectPlan(config, names.benchmark, flags, await placeOf(config, flags));
  const walk = { firstParent: flags.firstParent ?? false };
  const between = await bisectOrder(repository, bad.commit, [good.commit], walk);
  const secrets = await resolveSecrets(secretUses(config, plan), config.directory);
  const ask = await asking(context, bench, { good, plan, secrets, flags, commits: between.length });
  const found = await search({
    ...{ good, bad, commits: between.length, benchmark: plan.benchmarks[0]!.name },
    order: (worst, goods) => bisectOrder(repository, worst, goods, walk),
    info: (commit) => resolveCommit(repository, commit),
    ask,
    onStep: (step) => sayStep(context, step, plannedComparisons(between.length)),
  });
  printBisect(context, found);
}

async function checkOrder({ project }: Bench, good: CommitInfo, bad: CommitInfo): Promise<void> {
  if (good.commit === bad.commit) {
    throw new AssayError('usage', `GOOD and BAD are the same commit, ${good.commit.slice(0, 12)}`, {
      hint: 'GOOD is an earlier commit without the change',
    });
  }
  if (await isAncestor(project.repository, good.commit, bad.commit)) return;
  const swapped = await isAncestor(project.repository, bad.commit, good.commit);
  throw new AssayError('usage', 'GOOD is not in the history of BAD', {
    hint: swapped
      ? 'the earlier commit comes first; whether it got slower or faster does not matter'
      : 'take where the two parted as GOOD: git merge-base GOOD BAD',
  });
}

interface Asking {
  readonly good: CommitInfo;
  readonly plan: Plan;
  readonly secrets: Awaited<ReturnType<typeof resolveSecrets>>;
  readonly flags: BisectFlags;
  readonly commits: number;
}

/** How a commit is compared with GOOD: each comparison has its share of the error probability. */
async function asking(context: Context, bench: Bench, about: Asking): Promise<Ask> {
  const { project, store } = bench;
  const { id: environment } = await environmentHere(context, bench, about.plan);
  const baseline = await resolveRevision(project, store, about.good.commit);
  return async ({ commit, only, asked }: Question): Promise<Step> => {
    const planned = plannedComparisons(about.commits);
    const alpha = comparisonShare(about.plan.falseAlarmBudget, planned, asked);
    const candidate = await resolveRevision(project, store, commit.commit);
    const compared = await compareOrReuse(context, bench, {
      ...{ baseline: { ...baseline, label: 'good' }, candidate, environment },
      plan: narrowed(about.plan, only, alpha),
      ...{ secrets: about.secrets, seed: about.flags.seed },
    });
    return { ...compared, alpha };
  };
}

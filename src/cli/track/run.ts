import { loadConfig } from '../../config/load.ts';
import { planOf } from '../../config/plan-of.ts';
import { secretUses } from '../../config/secrets.ts';
import { subdivisionOrder } from '../../judge/subdivide.ts';
import { recoverTrees } from '../../measure/recover.ts';
import { listCommits } from '../../platform/git/ancestry.ts';
import { resolveCommit } from '../../platform/git/repository.ts';
import { resolveSecrets } from '../../platform/secret.ts';
import type { Context } from '../context.ts';
import { environmentHere } from '../project/here.ts';
import { type Bench, openBench } from '../project/measuring.ts';
import { placeOf } from '../project/place.ts';
import { overridesOf } from '../project/settings.ts';
import type { TrackResult } from '../schemas/track.ts';
import { type CommitEvidence, evidenceOf } from '../stored/evidence.ts';
import type { TrackFlags } from '../track.ts';
import { measureTracked, type Tracked, type TrackOrder } from './commit.ts';
import { printTrack, startTrackProgress } from './output.ts';

/** Measures what is not known of a range, commit by commit: each is stored before the next begins. */
export async function trackRange(context: Context, range: string, flags: TrackFlags): Promise<void> {
  await using bench = await openBench(context, 'track', flags);
  const { project, store } = bench;
  const config = await loadConfig(project.configPath);
  const plan = planOf(config, {
    ...{ benchmarks: flags.benchmark ?? [], overrides: overridesOf(flags) },
    ...(await placeOf(config, flags)),
  });
  const commits = await chosen(bench, range, flags);
  const { id: environment } = await environmentHere(context, bench, plan);
  const tracked: Tracked[] = [];
  for (const commit of commits) {
    const info = await resolveCommit(project.repository, commit);
    tracked.push(known(info, await evidenceOf(store, commit, environment, plan), flags));
  }
  const order = subdivisionOrder(commits.length, knownPositions(tracked));
  const result: TrackResult = {
    ...{ schema: 'assay.track/1', range, environment, dryRun: flags.dryRun ?? false },
    order: order.map((position) => commits[position]!),
    commits: tracked,
  };
  if (!flags.dryRun) {
    const secrets = await resolveSecrets(secretUses(config, plan), config.directory);
    const progress = startTrackProgress(context, order.length);
    for (const position of order) {
      const before = tracked[position]!;
      progress.begin(before);
      // Looking is part of the turn: who measured meanwhile may have measured this very commit.
      tracked[position] = await bench.queue.inTurn(() =>
        again(context, bench, before, { plan, secrets, environment, flags }),
      );
      progress.end(tracked[position]!);
      await recoverTrees(store, project.repository, project.workspace);
    }
  }
  printTrack(context, result);
}

/** The commits of the range, oldest first. */
async function chosen({ project }: Bench, range: string, flags: TrackFlags): Promise<string[]> {
  const newestFirst = await listCommits(project.repository, range.split(/\s+/).filter(Boolean), {
    firstParent: flags.firstParent ?? false,
  });
  const last = newestFirst.slice(0, flags.last ?? newestFirst.length);
  return last.filter((_, i) => i % (flags.every ?? 1) === 0).reverse();
}

function knownPositions(tracked: readonly Tracked[]): Set<number> {
  return new Set(tracked.flatMap(({ status }, i) => (status === 'planned' ? [] : [i])));
}

type Info = Awaited<ReturnType<typeof resolveCommit>>;

function known(info: Info, evidence: CommitEvidence, { retry = false }: Pick<TrackFlags, 'retry'>): Tracked {
  const nothing = { ...info, status: 'planned' as const, run: null, resumed: false, reason: null };
  if (evidence.kind === 'measured') return { ...nothing, status: 'known', run: evidence.runs.at(-1) ?? null };
  if (evidence.kind !== 'failed' || retry) return nothing;
  const { reason, built } = evidence;
  return { ...nothing, status: built ? 'failed' : 'unbuildable', run: evidence.runs.at(-1) ?? null, reason };
}

/** Looks once more before measuring: another process may have measured it meanwhile. */
async function again(context: Context, bench: Bench, before: Tracked, order: TrackOrder): Promise<Tracked> {
  const evidence = await evidenceOf(bench.store, before.commit, order.environment, order.plan);
  if (evidence.kind === 'running') {
    const reason = `run ${evidence.run.id} of another process is measuring it`;
    return { ...before, status: 'busy', run: evidence.run.id, reason };
  }
  const now = known(before, evidence, order.flags);
  if (now.status !== 'planned') return now;
  const resume = evidence.kind === 'interrupted' ? evidence.run : null;
  return measureTracked(context, bench, before, resume, order);
}

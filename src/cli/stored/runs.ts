import type { Config } from '../../config/config.ts';
import type { Plan } from '../../config/plan.ts';
import { secretUses } from '../../config/secrets.ts';
import { AssayError } from '../../core/error.ts';
import type { EnvironmentRecord } from '../../environment/record.ts';
import type { CommitInfo } from '../../platform/git/repository.ts';
import { resolveSecrets } from '../../platform/secret.ts';
import { FEWEST_RUNS } from '../../stats/between-runs.ts';
import type { StoredFlags } from '../compare/stored.ts';
import type { Context } from '../context.ts';
import type { Bench } from '../project/measuring.ts';
import { measureTracked, type Tracked } from '../track/commit.ts';
import { evidenceOf } from './evidence.ts';

export interface RunsRequest {
  readonly config: Config;
  readonly plan: Plan;
  readonly candidate: CommitInfo;
  readonly environment: EnvironmentRecord;
  readonly flags: StoredFlags;
}

/**
 * Measures the candidate now if it never was, as often as can decide at all, or until it has the runs asked for.
 * Gives how many runs were taken.
 */
export async function ensureRuns(context: Context, bench: Bench, request: RunsRequest): Promise<number> {
  const { plan, candidate, environment, flags } = request;
  const found = await evidenceOf(bench.store, candidate.commit, environment.id, plan);
  const have = found.kind === 'measured' ? found.runs.length : 0;
  const wanted = flags.runs ?? (have === 0 ? FEWEST_RUNS : have);
  const secrets = await resolveSecrets(secretUses(request.config, plan), request.config.directory);
  const of: Tracked = { ...candidate, status: 'planned', run: null, resumed: false, reason: null };
  let resume = found.kind === 'interrupted' ? found.run : null;
  for (let i = have; i < wanted; i++) {
    const done = await measureTracked(context, bench, of, resume, {
      ...{ plan, secrets, environment: environment.id, flags },
    });
    resume = null;
    if (done.status === 'measured') continue;
    throw new AssayError(
      'inconclusive',
      `${candidate.commit.slice(0, 12)} could not be measured: ${done.reason}`,
      {
        hint: `see it: assay show ${done.run}`,
      },
    );
  }
  return Math.max(0, wanted - have);
}

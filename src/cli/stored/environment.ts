import { AssayError } from '../../core/error.ts';
import { diffEnvironments, isApart } from '../../environment/difference.ts';
import type { EnvironmentRecord } from '../../environment/record.ts';
import { loadCommitRuns } from '../../store/commit-runs.ts';
import { listEnvironments } from '../../store/environments.ts';
import type { Bench } from '../project/measuring.ts';
import type { StoredBase } from './base.ts';

/** Commits that are looked at for runs elsewhere. */
const MOST_COMMITS = 100;

/** More names than this hide the first. */
const MOST_FIELDS = 6;

/** If the baseline was measured in another environment only, says which and what differs. */
export async function refuseForeign(
  { store }: Bench,
  base: StoredBase,
  here: EnvironmentRecord,
): Promise<void> {
  for (const other of await listEnvironments(store)) {
    if (other.id === here.id) continue;
    for (const commit of base.commits.slice(0, MOST_COMMITS)) {
      if ((await loadCommitRuns(store, commit, other.id)).length === 0) continue;
      const fields = diffEnvironments({ identity: other.identity }, { identity: here.identity })
        .filter(({ grade }) => isApart(grade))
        .map(({ field }) => field.label);
      const named = fields.slice(0, MOST_FIELDS).join(', ') + (fields.length > MOST_FIELDS ? ', …' : '');
      throw new AssayError(
        'inconclusive',
        `the baseline was measured in environment ${other.id}, this is ${here.id}: they differ in ${named}`,
        {
          hint: `measure it here: assay run --commit ${commit.slice(0, 12)}; all that differs: assay env diff ${other.id}`,
        },
      );
    }
  }
}

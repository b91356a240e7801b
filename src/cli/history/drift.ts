import { diffEnvironments, isApart, overallGrade } from '../../environment/difference.ts';
import type { Drift } from '../../judge/drift.ts';
import { shortCommit } from '../../report/names.ts';
import { listEnvironments } from '../../store/environments.ts';
import type { Store } from '../../store/open.ts';
import { plainDifference } from '../env/differences.ts';
import type { HistoryResult } from '../schemas/history.ts';

type Event = HistoryResult['events'][number];

/** What is recorded of environments, by their ids. */
export type Identities = ReadonlyMap<string, unknown>;

export async function identitiesIn(store: Store): Promise<Identities> {
  return new Map((await listEnvironments(store)).map(({ id, identity }) => [id, identity]));
}

export function driftResult({ from, to }: Drift, identities: Identities): NonNullable<Event['environment']> {
  const [a, b] = [identities.get(from), identities.get(to)].map((identity) => ({ identity }));
  const differences = diffEnvironments(a!, b!).filter(({ grade }) => grade !== 'same');
  const grade = overallGrade(differences);
  return {
    from,
    to,
    // The ids differ, so something does, if only in fields of another version of Assay.
    grade: isApart(grade) ? grade : 'not comparable',
    differences: differences.map(plainDifference),
  };
}

/** More names than this hide the first. */
const MOST_FIELDS = 6;

/** One line for each change of the environment. */
export function driftLines(events: readonly Event[]): string[] {
  return events.flatMap(({ environment, at, startedAt }) => {
    if (environment === null) return [];
    const { from, to, grade, differences } = environment;
    const labels = differences.map(({ label }) => label);
    const named = labels.slice(0, MOST_FIELDS).join(', ') + (labels.length > MOST_FIELDS ? ', …' : '');
    const where = at === null ? `the run of ${startedAt.slice(0, 10)}` : shortCommit(at);
    const what = named === '' ? '' : `: ${named}`;
    return [`environment ${from} → ${to} from ${where} on, ${grade}${what} (assay env diff ${from} ${to})`];
  });
}

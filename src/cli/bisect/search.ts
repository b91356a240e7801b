import { type Case, caseKey } from '../../core/case.ts';
import { halfWay, nextToTest, type SoughtChange, type Standing, standingOf } from '../../judge/bisect.ts';
import type { CommitInfo } from '../../platform/git/repository.ts';
import type { ComparisonRecord } from '../../store/records.ts';
import type { BisectResult } from '../schemas/bisect.ts';
import type { Compared } from './compare.ts';

export interface Question {
  readonly commit: CommitInfo;
  /** The one case and metric that decide, once the change is known; all of the plan before. */
  readonly only: { readonly case: Case; readonly metric: string; readonly tolerance: number } | null;
  /** Comparisons made before. */
  readonly asked: number;
}

export type Step = Compared & { readonly alpha: number };

export type Ask = (question: Question) => Promise<Step>;

export type PathStep = BisectResult['path'][number];

export interface Search {
  readonly good: CommitInfo;
  readonly bad: CommitInfo;
  readonly benchmark: string;
  readonly commits: number;
  /** What is between, those that halve it best first. */
  readonly order: (bad: string, good: readonly string[]) => Promise<string[]>;
  readonly info: (commit: string) => Promise<CommitInfo>;
  readonly ask: Ask;
  readonly onStep: (step: PathStep) => void;
}

/** Confirms that BAD differs from GOOD, then halves what is between until one commit is left. */
export async function search(of: Search): Promise<BisectResult> {
  const path: PathStep[] = [];
  const add = (step: PathStep): void => {
    path.push(step);
    of.onStep(step);
  };
  const first = await of.ask({ commit: of.bad, only: null, asked: 0 });
  const change = 'untestable' in first ? null : changeOf(first.comparisons);
  add(firstStep(of, first, change));
  if ('untestable' in first || change === null) return withoutChange(of, path);
  const sought = { verdict: change.verdict, ratio: change.ratio! } as SoughtChange;
  const only = { case: change.case, metric: change.metric, tolerance: halfWay(sought) };
  const goods = [of.good.commit];
  const untestable = new Set<string>();
  let bad = of.bad.commit;
  let asked = 1;
  while (true) {
    const order = await of.order(bad, goods);
    const next = nextToTest(order, bad, untestable);
    if (next === null) return ended(of, path, change, order);
    const commit = await of.info(next);
    const step = await of.ask({ commit, only, asked });
    const read = readStep(step, change, sought);
    if (read.standing !== 'untestable') asked++;
    if (read.standing === 'untestable') untestable.add(next);
    if (read.standing === 'bad') bad = next;
    if (read.standing === 'good') goods.push(next);
    const left = (await of.order(bad, goods)).length;
    add({ ...commit, ...read, alpha: step.alpha, left });
    if (read.standing === 'inconclusive') return undecided(of, path, change, order);
  }
}

/** Of what changed from GOOD to BAD the largest; regressions before improvements. */
function changeOf(comparisons: readonly ComparisonRecord[]): ComparisonRecord | null {
  const size = (each: ComparisonRecord): number => Math.abs(Math.log(each.ratio!));
  const changed = comparisons.filter(
    (each) => each.ratio !== null && (each.verdict === 'regression' || each.verdict === 'improvement'),
  );
  const worse = changed.filter(({ verdict }) => verdict === 'regression');
  return (worse.length > 0 ? worse : changed).sort((a, b) => size(b) - size(a))[0] ?? null;
}

type Read = Pick<PathStep, 'standing' | 'run' | 'stored' | 'ratio' | 'interval' | 'reason'>;

const NOTHING = { run: null, stored: false, ratio: null, interval: null } as const;

function readStep(step: Step, of: ComparisonRecord, sought: SoughtChange): Read {
  if ('untestable' in step) return { ...NOTHING, standing: 'untestable', reason: step.untestable };
  const comparison = step.comparisons.find(
    (each) => each.metric === of.metric && caseKey(each.case) === caseKey(of.case),
  );
  const { run, stored } = step;
  if (!comparison || comparison.ratio === null) {
    const reason = comparison?.reasons[0] ?? 'it was not measured';
    return { ...NOTHING, run, stored, standing: 'untestable', reason };
  }
  const standing: Standing = standingOf(comparison, sought);
  return { ...resultOf(step, comparison), standing };
}

function resultOf(step: Exclude<Step, { untestable: string }>, comparison: ComparisonRecord) {
  const { ratio, interval, reasons } = comparison;
  const { run, stored } = step;
  return { run, stored, ratio, interval: [...interval] as [number, number], reason: reasons[0] ?? null };
}

function firstStep(of: Search, step: Step, change: ComparisonRecord | null): PathStep {
  const common = { ...of.bad, alpha: step.alpha, left: of.commits };
  if ('untestable' in step) return { ...common, ...NOTHING, standing: 'untestable', reason: step.untestable };
  const shown = change ?? step.comparisons[0];
  if (!shown) return { ...common, ...NOTHING, standing: 'untestable', reason: 'nothing could be measured' };
  const unchanged = step.comparisons.every(({ verdict }) => verdict === 'unchanged');
  return {
    ...common,
    ...resultOf(step, shown),
    standing: change ? 'bad' : unchanged ? 'good' : 'inconclusive',
  };
}

const RAISE = 'raise --time or --samples, or quieten the machine: assay doctor';

function result(of: Search, path: readonly PathStep[], change: ComparisonRecord | null) {
  const compared = path.filter(({ run, standing }) => run !== null && standing !== 'untestable');
  return {
    schema: 'assay.bisect/1' as const,
    ...{ good: of.good, bad: of.bad, benchmark: of.benchmark, commits: of.commits },
    ...{ case: change?.case ?? null, metric: change?.metric ?? null },
    comparisons: compared.length,
    errorProbability: compared.reduce((sum, { alpha }) => sum + alpha, 0),
    path: [...path],
  };
}

function withoutChange(of: Search, path: readonly PathStep[]): BisectResult {
  const same = path[0]!.standing === 'good';
  const advice = same ? 'name two commits that differ, or lower --tolerance' : RAISE;
  const status = same ? ('no-change' as const) : ('inconclusive' as const);
  return { ...result(of, path, null), status, culprit: null, suspects: [], advice };
}

async function ended(
  of: Search,
  path: readonly PathStep[],
  change: ComparisonRecord,
  order: readonly string[],
): Promise<BisectResult> {
  const suspects = await Promise.all(order.map(of.info));
  const alone = suspects.length === 1;
  const advice = alone ? null : 'make one of the untestable commits build, or look at their changes';
  const status = alone ? ('found' as const) : ('several' as const);
  return { ...result(of, path, change), status, culprit: alone ? suspects[0]! : null, suspects, advice };
}

async function undecided(
  of: Search,
  path: readonly PathStep[],
  change: ComparisonRecord,
  order: readonly string[],
): Promise<BisectResult> {
  const suspects = await Promise.all(order.map(of.info));
  return { ...result(of, path, change), status: 'inconclusive', culprit: null, suspects, advice: RAISE };
}

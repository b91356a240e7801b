import { caseLabel } from '../../core/case.ts';
import type { Adjustment, Comparison } from '../../core/comparison.ts';
import { EXIT, type ExitCode } from '../../core/error.ts';
import type { Revision } from '../../core/measurement.ts';
import { formatChange, formatValue } from '../../core/unit.ts';
import { type Verdict, worstVerdict } from '../../core/verdict.ts';
import type { Warning } from '../../core/warning.ts';
import { loadComparisons } from '../../store/comparisons.ts';
import { loadMeasurements } from '../../store/measurements.ts';
import type { Store } from '../../store/open.ts';
import type { ComparisonRecord, RunRecord } from '../../store/records.ts';
import { loadRun } from '../../store/runs.ts';
import type { Context } from '../context.ts';
import { whereText } from '../run/where.ts';
import type { CompareResult } from '../schemas/compare.ts';
import { painter } from '../terminal/paint.ts';
import { textTable } from '../terminal/table.ts';
import { timeSpent } from '../terminal/time-spent.ts';
import { intervalWords, VERDICT_COLOUR, verdictWords } from '../terminal/verdict-words.ts';
import { warningLines } from '../terminal/warning-lines.ts';

/** Prints the comparisons of a stored run and sets the exit code from its verdict. */
export async function printComparison(context: Context, store: Store, runId: string): Promise<void> {
  const run = await loadRun(store, runId);
  const comparisons = await loadComparisons(store, runId);
  const warnings = (await loadMeasurements(store, runId)).flatMap(({ benchmark, case: of, side, warnings }) =>
    warnings.map((warning) => ({
      ...warning,
      about: [benchmark, caseLabel(of), side].filter(Boolean).join(' '),
    })),
  );
  context.exit(exitCodeOfVerdict(worstVerdict(comparisons.map(({ verdict }) => verdict))));
  if (context.json) context.stdout(`${JSON.stringify(compareResult(run, comparisons), null, 2)}\n`);
  else printText(context, run, comparisons, warnings);
}

export function exitCodeOfVerdict(verdict: Verdict): ExitCode {
  if (verdict === 'regression') return EXIT.regression;
  return verdict === 'inconclusive' ? EXIT.inconclusive : EXIT.pass;
}

/** The contract `assay.compare/1`. */
export function compareResult(run: RunRecord, comparisons: readonly ComparisonRecord[]): CompareResult {
  return {
    schema: 'assay.compare/1',
    run: run.id,
    design: run.design ?? 'interleaved',
    baseline: sideResult(run.baseline),
    candidate: sideResult(run.candidate),
    confidence: run.settings.confidence,
    falseAlarmBudget: run.settings.falseAlarmBudget,
    verdict: worstVerdict(comparisons.map(({ verdict }) => verdict)),
    environment: run.environmentId,
    baselineEnvironment: run.baselineEnvironmentId,
    seed: run.seed,
    timings: run.timings,
    notes: [],
    comparisons: comparisons.map(publicComparison),
  };
}

function sideResult(revision: Revision | null): CompareResult['baseline'] {
  return { label: revision?.label ?? '', commit: revision?.commit ?? null, dirty: revision?.dirty ?? false };
}

function publicComparison(comparison: ComparisonRecord): CompareResult['comparisons'][number] {
  const {
    benchmark,
    subject,
    metric,
    unit,
    direction,
    baseline,
    candidate,
    ratio,
    minimumDetectable,
    verdict,
  } = comparison;
  return {
    benchmark,
    case: comparison.case,
    subject,
    metric,
    unit,
    direction,
    baseline,
    candidate,
    ratio,
    interval: [...comparison.interval],
    minimumDetectable,
    tolerance: comparison.tolerance,
    alpha: comparison.alpha,
    blocks: comparison.blocks,
    verdict,
    reasons: [...comparison.reasons],
    across: comparison.across ? publicAdjustment(comparison.across) : null,
  };
}

/** As JSON has it. */
export function publicAdjustment({ by, factor, measured, ...of }: Adjustment) {
  const copy = ({ ratio, interval: [low, high] }: Adjustment['factor']) => ({
    ratio,
    interval: [low, high] satisfies [number | null, number | null],
  });
  return { ...of, by: [...by], factor: copy(factor), measured: copy(measured) };
}

function printText(
  context: Context,
  run: RunRecord,
  comparisons: readonly Comparison[],
  warnings: readonly (Warning & { about: string })[],
): void {
  const paint = painter(context.color);
  const spent = timeSpent(run.timings);
  printComparisons(context, {
    title: `${sideWords(run.baseline)} → ${sideWords(run.candidate)}`,
    budget: run.settings.falseAlarmBudget,
    comparisons,
    notes: spent === null ? [] : [spent],
  });
  for (const line of warningLines(warnings, paint)) context.stderr(`${line}\n`);
  context.stdout(
    `${paint('dim', `run ${run.id} · environment ${run.environmentId}${whereText(run)} · assay report ${run.id}`)}\n`,
  );
}

export interface ComparisonText {
  readonly title: string;
  readonly budget: number;
  readonly comparisons: readonly Comparison[];
  /** Lines after the verdict. */
  readonly notes: readonly string[];
}

/** The table, the verdict and the error it may have. */
export function printComparisons(
  context: Context,
  { title, budget, comparisons, notes }: ComparisonText,
): void {
  const paint = painter(context.color);
  const verdict = worstVerdict(comparisons.map((each) => each.verdict));
  context.stdout(`${title}\n\n${comparisonTable(comparisons, paint)}\n`);
  context.stdout(
    `${paint('bold', 'verdict:')} ${paint(VERDICT_COLOUR[verdict], verdictSentence(verdict, comparisons))}\n`,
  );
  context.stdout(
    `Chance of one or more false alarms in this run: at most ${percent(budget)}; the intervals hold together at ${percent(1 - budget)}.\n`,
  );
  for (const line of [...detailLines(comparisons), ...notes]) context.stdout(`${line}\n`);
}

function comparisonTable(comparisons: readonly Comparison[], paint: ReturnType<typeof painter>): string {
  return textTable(
    [
      { title: 'benchmark' },
      { title: 'metric' },
      { title: 'baseline', align: 'right' },
      { title: 'candidate', align: 'right' },
      { title: 'change', align: 'right' },
      { title: 'interval' },
      { title: 'detectable', align: 'right' },
      { title: 'n', align: 'right' },
      { title: 'verdict' },
    ],
    comparisons.map((each) => [
      [each.benchmark, caseLabel(each.case)].filter(Boolean).join(' '),
      each.metric,
      formatValue(each.baseline?.median ?? null, each.unit),
      formatValue(each.candidate?.median ?? null, each.unit),
      formatChange(each.ratio),
      intervalWords(each.interval),
      each.minimumDetectable === null ? 'n/a' : `±${(each.minimumDetectable * 100).toFixed(1)} %`,
      String(each.candidate?.n ?? 0),
      paint(VERDICT_COLOUR[each.verdict], verdictWords(each)),
    ]),
  );
}

function verdictSentence(verdict: Verdict, comparisons: readonly Comparison[]): string {
  const count = (of: Verdict): number => comparisons.filter((each) => each.verdict === of).length;
  const counts = (['regression', 'improvement', 'unchanged', 'inconclusive'] as const)
    .filter((of) => count(of) > 0)
    .map((of) => `${count(of)} ${of}`);
  return comparisons.length <= 1 ? verdict : `${verdict} (${counts.join(', ')})`;
}

/** Reasons beyond the first, and those of verdicts other than inconclusive. */
function detailLines(comparisons: readonly Comparison[]): string[] {
  return comparisons.flatMap((each) => {
    const shown = each.verdict === 'inconclusive' ? 1 : 0;
    return each.reasons.slice(shown).map((reason) => `  ${each.benchmark} ${each.metric}: ${reason}`);
  });
}

function sideWords(revision: Revision | null): string {
  if (!revision) return '?';
  const id = (revision.commit ?? revision.parent)?.slice(0, 12);
  const name = revision.label === id || revision.commit === revision.label ? '' : `${revision.label} `;
  return `${name}${id ? `(${id}${revision.dirty ? ', dirty' : ''})` : ''}`.trim();
}

function percent(fraction: number): string {
  return `${Number((fraction * 100).toPrecision(4))} %`;
}

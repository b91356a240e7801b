import type { Revision } from '../core/measurement.ts';
import type { Direction } from '../core/metric.ts';
import { formatChange } from '../core/unit.ts';
import { type Verdict, worstVerdict } from '../core/verdict.ts';
import type { Compared, Evidence, Run } from './data.ts';
import { changeText, percentText } from './format.ts';
import { subjectOf } from './names.ts';

/**
 * The run's verdict; `null` where nothing was to be compared. A judged metric without a comparison counts as
 * inconclusive: missing evidence never passes.
 */
export function runVerdict({ run, measurements, comparisons }: Evidence): Verdict | null {
  if (!run.baseline) return null;
  const compared = new Set(comparisons.map((c) => c.candidateMeasurement));
  const left = measurements.some((m) => m.judged && m.side === 'candidate' && !compared.has(m.id));
  return worstVerdict([...comparisons.map((c) => c.verdict), ...(left ? (['inconclusive'] as const) : [])]);
}

/** The finding in one sentence, for the head of the report. */
export function verdictSentence(evidence: Evidence): string {
  const { run, comparisons } = evidence;
  const verdict = runVerdict(evidence);
  const unfinished =
    run.status === 'completed' ? '' : ` The run is ${run.status}: only what was finished is shown.`;
  if (verdict === null)
    return `One commit was measured and nothing was compared, so there is no verdict.${unfinished}`;
  const worst = comparisons.filter((c) => c.verdict === verdict).sort(byDistance);
  return `${SENTENCES[verdict](worst, comparisons)}${unfinished}`;
}

const SENTENCES: Readonly<Record<Verdict, (of: readonly Compared[], all: readonly Compared[]) => string>> = {
  regression: (of) => `Regression: ${strongest(of)}.`,
  improvement: (of) => `Improvement: ${strongest(of)}. Nothing got worse.`,
  unchanged: (of) =>
    of.length === 1
      ? `Unchanged: ${subjectOf(of[0]!)} ${of[0]!.metric} stayed within its tolerance of ±${percentText(of[0]!.tolerance)}.`
      : `Unchanged: all ${of.length} comparisons stayed within their tolerance.`,
  inconclusive: undecided,
};

function undecided(of: readonly Compared[], all: readonly Compared[]): string {
  if (all.length === 0) return 'Inconclusive: no comparison could be made.';
  if (of.length === 0) return 'Inconclusive: something that was to be compared could not be measured.';
  if (all.length === 1) return `Inconclusive: ${subjectOf(of[0]!)} ${of[0]!.metric} could not be decided.`;
  if (of.length === all.length) return `Inconclusive: none of ${all.length} comparisons could be decided.`;
  return `Inconclusive: ${of.length} of ${all.length} comparisons could not be decided; no regression among the others.`;
}

function strongest(of: readonly Compared[]): string {
  const first = of[0]!;
  const rest = of.length === 1 ? '' : `, and ${of.length - 1} more`;
  return `${subjectOf(first)} ${first.metric} ${changeText(first.ratio, first.interval)}${rest}`;
}

/** Largest change first. */
function byDistance(a: Compared, b: Compared): number {
  return Math.abs(Math.log(b.ratio ?? 1)) - Math.abs(Math.log(a.ratio ?? 1));
}

/** What a comparison concluded, in words: `regression: 20.4 % slower`. */
export function verdictWords(of: Compared): string {
  switch (of.verdict) {
    case 'regression':
    case 'improvement':
      return of.ratio === null
        ? of.verdict
        : `${of.verdict}: ${changeWords(of.ratio, of.unit, of.direction)}`;
    case 'unchanged':
      return `unchanged within ±${percentText(of.tolerance)}`;
    case 'inconclusive':
      return of.reasons.length === 0 ? 'inconclusive' : `inconclusive: ${of.reasons.join('; ')}`;
  }
}

/** `20.4 % slower`, `3.1 % smaller`, `12 % higher`. */
function changeWords(ratio: number, unit: string, direction: Direction): string {
  const up = ratio > 1;
  const [more, less] =
    unit === 's' && direction === 'lower'
      ? ['slower', 'faster']
      : unit === 'By'
        ? ['larger', 'smaller']
        : ['higher', 'lower'];
  return `${formatChange(ratio).replace(/^[+−±]/, '')} ${up ? more : less}`;
}

/** How the two sides were sampled. */
export function designWords(run: Run): string {
  switch (run.design) {
    case 'interleaved':
      return 'interleaved: both sides ran alternately on one machine, in blocks of random order, and were compared block by block, so that drift cancels';
    case 'independent':
      return 'independent: two sets of samples taken elsewhere, compared as exchangeable; variance between runs was not seen';
    case 'paired-files':
      return 'paired files: two sets of samples taken elsewhere, paired by position; variance between runs was not seen';
    case null:
      return 'one commit alone';
  }
}

/** Where the tolerance, confidence and early stopping of a comparison come from. */
export function methodWords(run: Run): string {
  switch (run.design) {
    case 'interleaved':
      return 'Hodges–Lehmann estimate with the signed-rank interval over blocks; group-sequential error spending, so that stopping early does not add false alarms; the budget shared over all comparisons (Bonferroni)';
    case 'paired-files':
      return 'Hodges–Lehmann estimate with the signed-rank interval over pairs, looked at once; the budget shared over all comparisons (Bonferroni)';
    case 'independent':
      return 'Hodges–Lehmann shift with the rank-sum interval, looked at once; the budget shared over all comparisons (Bonferroni)';
    case null:
      return 'medians with intervals from order statistics; one run has no comparison and decides nothing';
  }
}

/** What is known of a side's source, in one line. */
export function revisionTitle(revision: Revision): string {
  return revision.title ?? (revision.dirty ? 'uncommitted changes' : '');
}

/** The tolerances in force, and what they mean. */
export function toleranceWords(comparisons: readonly Compared[]): string {
  const all = new Set(comparisons.map((c) => `±${percentText(c.tolerance)}`));
  return `${[...all].join(', ')}: smaller changes are not called`;
}

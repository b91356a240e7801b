import { resolve } from 'node:path';
import type { Comparison, Design, Estimate } from '../../core/comparison.ts';
import { AssayError } from '../../core/error.ts';
import { worstVerdict } from '../../core/verdict.ts';
import type { DirectedMeasurement } from '../../import/directions.ts';
import { readSamplesFile } from '../../import/samples-file.ts';
import { measurementKey } from '../../import/sound.ts';
import { summarize } from '../../stats/descriptive.ts';
import { independentEstimate } from '../../stats/independent.ts';
import { pairedEstimate } from '../../stats/paired.ts';
import type { Context } from '../context.ts';
import type { MeasureFlags } from '../project/settings.ts';
import type { CompareResult } from '../schemas/compare.ts';
import { exitCodeOfVerdict, printComparisons } from './output.ts';

export interface FilePair {
  readonly baseline: string;
  readonly candidate: string;
  readonly paired: boolean;
}

/** δ and the false-alarm budget where no flag says otherwise; as for comparisons of commits. */
const TOLERANCE = 0.02;
const FALSE_ALARM_BUDGET = 0.01;

/** Compares samples that were taken elsewhere. Nothing is stored: the samples stay where they are. */
export async function compareFiles(context: Context, files: FilePair, flags: MeasureFlags): Promise<void> {
  const pairs = matched(
    await readSamplesFile(resolve(context.cwd, files.baseline)),
    await readSamplesFile(resolve(context.cwd, files.candidate)),
  );
  const tolerance = flags.tolerance ?? TOLERANCE;
  const budget = flags.falseAlarmBudget ?? FALSE_ALARM_BUDGET;
  const alpha = budget / pairs.length;
  const design: Design = files.paired ? 'paired-files' : 'independent';
  const comparisons = pairs.map((pair) => ({
    ...compared(pair, design, { tolerance, alpha }),
    tolerance,
    alpha,
  }));
  const verdict = worstVerdict(comparisons.map((each) => each.verdict));
  context.exit(exitCodeOfVerdict(verdict));
  if (context.json)
    context.stdout(`${JSON.stringify(result(files, design, budget, comparisons), null, 2)}\n`);
  else {
    printComparisons(context, {
      title: `${files.baseline} → ${files.candidate}`,
      budget,
      comparisons,
      notes: [UNSEEN[design]],
    });
  }
}

const UNSEEN = {
  independent:
    'The samples are taken as exchangeable: variance between runs was not seen, so a difference of the machines or of the day counts as a change.',
  'paired-files':
    'The samples are taken as pairs by position: variance between runs was not seen, so a difference of the day counts as a change.',
} as const;

interface Pair {
  readonly of: DirectedMeasurement;
  readonly baseline: DirectedMeasurement | null;
  readonly candidate: DirectedMeasurement | null;
}

/** The same benchmark, case and metric in both files; two files of one measurement each need not agree on names. */
function matched(
  baselines: readonly DirectedMeasurement[],
  candidates: readonly DirectedMeasurement[],
): Pair[] {
  if (baselines.length === 1 && candidates.length === 1) {
    return [checked({ of: candidates[0]!, baseline: baselines[0]!, candidate: candidates[0]! })];
  }
  const byKey = new Map(baselines.map((each) => [measurementKey(each), each]));
  const pairs: Pair[] = candidates.map((of) => ({
    of,
    baseline: byKey.get(measurementKey(of)) ?? null,
    candidate: of,
  }));
  const found = new Set(candidates.map(measurementKey));
  for (const of of baselines)
    if (!found.has(measurementKey(of))) pairs.push({ of, baseline: of, candidate: null });
  return pairs.map(checked);
}

function checked(pair: Pair): Pair {
  const { baseline, candidate } = pair;
  if (
    baseline &&
    candidate &&
    (baseline.unit !== candidate.unit ||
      baseline.direction !== candidate.direction ||
      baseline.metric !== candidate.metric)
  ) {
    const words = (of: DirectedMeasurement): string =>
      `${of.metric} in ${of.unit}, ${of.direction} is better`;
    throw new AssayError(
      'input',
      `${pair.of.benchmark}: the baseline is ${words(baseline)}; the candidate is ${words(candidate)}`,
      {
        hint: 'compare like with like',
      },
    );
  }
  return pair;
}

type Compared = Comparison & { readonly blocks: number };

function compared(
  { of, baseline, candidate }: Pair,
  design: Design,
  settings: { tolerance: number; alpha: number },
): Compared {
  const judgement = { ...settings, direction: of.direction, unit: of.unit };
  return {
    benchmark: of.benchmark,
    case: of.case,
    subject: null,
    metric: of.metric,
    unit: of.unit,
    direction: of.direction,
    baseline: baseline && summarize(baseline.samples),
    candidate: candidate && summarize(candidate.samples),
    blocks: Math.min(baseline?.samples.length ?? 0, candidate?.samples.length ?? 0),
    ...estimated(baseline, candidate, design, judgement),
  };
}

function estimated(
  baseline: DirectedMeasurement | null,
  candidate: DirectedMeasurement | null,
  design: Design,
  judgement: Parameters<typeof pairedEstimate>[2],
): Estimate {
  if (!baseline || !candidate) return missing(baseline ? 'candidate' : 'baseline');
  if (design === 'independent') return independentEstimate(baseline.samples, candidate.samples, judgement);
  if (baseline.samples.length !== candidate.samples.length) {
    throw new AssayError(
      'input',
      `--paired: ${candidate.benchmark} has ${baseline.samples.length} baseline and ${candidate.samples.length} candidate samples`,
      {
        hint: 'pairs need equal numbers; leave --paired out to compare them unpaired',
      },
    );
  }
  return pairedEstimate(baseline.samples, candidate.samples, judgement);
}

function missing(side: string): Estimate {
  const reasons = [`there is no ${side}: the file has no samples of it`];
  return { ratio: null, interval: [null, null], minimumDetectable: null, verdict: 'inconclusive', reasons };
}

function result(
  files: FilePair,
  design: Design,
  budget: number,
  comparisons: readonly (Compared & { tolerance: number; alpha: number })[],
): CompareResult {
  return {
    schema: 'assay.compare/1',
    run: null,
    design: design === 'independent' ? 'independent' : 'paired-files',
    baseline: { label: files.baseline, commit: null, dirty: false },
    candidate: { label: files.candidate, commit: null, dirty: false },
    confidence: 1 - budget,
    falseAlarmBudget: budget,
    verdict: worstVerdict(comparisons.map((each) => each.verdict)),
    environment: null,
    seed: null,
    timings: null,
    notes: [UNSEEN[design === 'independent' ? 'independent' : 'paired-files']],
    comparisons: comparisons.map((each) => ({
      ...each,
      interval: [...each.interval],
      reasons: [...each.reasons],
    })),
  };
}

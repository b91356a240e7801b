import type { Verdict } from '../core/verdict.ts';
import type { Compared, Measurement, ReportData } from './data.ts';
import { type Doubt, doubtsOf, type Missing, missingOf } from './doubts.ts';
import { type Fact, factsOf } from './facts.ts';
import type { Figure } from './figure.ts';
import { comparisonRow, figuresOf, measurementRow } from './figures.ts';
import { figureText } from './format.ts';
import { subjectOf } from './names.ts';
import { runVerdict, verdictSentence, verdictWords } from './words.ts';

/** What the report says, before it is set as Markdown or HTML: both say the same. */
export interface View {
  readonly data: ReportData;
  readonly figures: ReadonlyMap<string, Figure>;
  readonly verdict: Verdict | null;
  readonly sentence: string;
  readonly comparisons: readonly ComparisonView[];
  /** Judged metrics, or all recorded ones beside them; each row holds the sides that were measured. */
  readonly judged: readonly MeasurementView[];
  readonly recorded: readonly MeasurementView[];
  readonly doubts: readonly Doubt[];
  readonly missing: readonly Missing[];
  readonly commands: readonly { readonly name: string; readonly command: string }[];
  readonly environment: readonly Fact[];
}

/** A number on the page: always a figure, never a bare value. */
export interface Cell {
  readonly figure: string;
  readonly text: string;
}

export interface ComparisonView {
  readonly row: string;
  readonly name: string;
  readonly metric: string;
  readonly baseline: Cell;
  readonly candidate: Cell;
  readonly ratio: Cell;
  readonly low: Cell;
  readonly high: Cell;
  readonly minimumDetectable: Cell;
  readonly blocks: Cell;
  readonly verdict: Verdict;
  readonly words: string;
}

export interface MeasurementView {
  readonly name: string;
  readonly metric: string;
  readonly sides: readonly {
    readonly row: string;
    readonly side: Measurement['side'];
    readonly n: Cell;
    readonly median: Cell;
    readonly low: Cell;
    readonly high: Cell;
    readonly q1: Cell;
    readonly q3: Cell;
  }[];
}

export function viewOf(data: ReportData): View {
  const figures = figuresOf(data);
  const measured = data.measurements.filter((m) => m.summary !== null);
  return {
    data,
    figures,
    verdict: runVerdict(data),
    sentence: verdictSentence(data),
    comparisons: data.comparisons.map((comparison) => comparisonView(figures, data.run.id, comparison)),
    judged: measurementViews(
      figures,
      data.run.id,
      measured.filter((m) => m.judged),
    ),
    recorded: measurementViews(
      figures,
      data.run.id,
      measured.filter((m) => !m.judged),
    ),
    doubts: doubtsOf(data),
    missing: missingOf(data),
    commands: commandsOf(data.measurements),
    environment: [...factsOf(data.environment.identity), ...factsOf(data.run.execution, 'execution')],
  };
}

/** The cell of a figure that must exist; one that was not computed is shown as missing. */
export function cellOf(figures: ReadonlyMap<string, Figure>, row: string, field: string): Cell {
  const id = `${row}.${field}`;
  const figure = figures.get(id);
  return { figure: id, text: figure ? figureText(figure) : 'n/a' };
}

function comparisonView(figures: ReadonlyMap<string, Figure>, run: string, of: Compared): ComparisonView {
  const row = comparisonRow(run, of);
  const cell = (field: string): Cell => cellOf(figures, row, field);
  return {
    row,
    name: subjectOf(of),
    metric: of.metric,
    baseline: cell('baseline.median'),
    candidate: cell('candidate.median'),
    ratio: cell('ratio'),
    low: cell('ratio-low'),
    high: cell('ratio-high'),
    minimumDetectable: cell('minimum-detectable'),
    blocks: cell('blocks'),
    verdict: of.verdict,
    words: verdictWords(of),
  };
}

function measurementViews(
  figures: ReadonlyMap<string, Figure>,
  run: string,
  of: readonly Measurement[],
): MeasurementView[] {
  const groups = Map.groupBy(of, (m) => `${subjectOf(m)}\n${m.metric}`);
  return [...groups.values()].map((sides) => ({
    name: subjectOf(sides[0]!),
    metric: sides[0]!.metric,
    sides: sides
      .toSorted((a, b) => a.side.localeCompare(b.side))
      .map((m) => {
        const row = measurementRow(run, m);
        const cell = (field: string): Cell => cellOf(figures, row, field);
        return {
          row,
          side: m.side,
          n: cell('n'),
          median: cell('median'),
          low: cell('median-low'),
          high: cell('median-high'),
          q1: cell('q1'),
          q3: cell('q3'),
        };
      }),
  }));
}

/** Each command once, with the benchmark and case that ran it. */
function commandsOf(measurements: readonly Measurement[]): View['commands'] {
  const byName = new Map(measurements.map((m) => [`${subjectOf(m)}\n${m.command}`, m]));
  return [...byName.values()].map((m) => ({ name: subjectOf(m), command: m.command }));
}

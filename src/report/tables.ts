import { caseLabel } from '../core/case.ts';
import { type CsvTable, type CsvValue, csvText } from './csv.ts';
import type { Evidence, Measurement } from './data.ts';
import { factsOf } from './facts.ts';
import { comparisonRow, measurementRow } from './figures.ts';
import { measuredCommit } from './names.ts';

/** The CSV files by name, in base units, with the row id that `assay trace` takes in the first column. */
export function csvFiles(evidence: Evidence): Map<string, string> {
  return new Map([
    ['samples.csv', csvText(samplesTable(evidence))],
    ['measurements.csv', csvText(measurementsTable(evidence))],
    ['comparisons.csv', csvText(comparisonsTable(evidence))],
    ['history.csv', csvText(historyTable(evidence))],
    ['environment.csv', csvText(environmentTable(evidence))],
  ]);
}

const NAME_COLUMNS = [
  'figure',
  'run',
  'side',
  'commit',
  'benchmark',
  'case',
  'subject',
  'metric',
  'unit',
] as const;

function nameCells({ run }: Evidence, of: Measurement): CsvValue[] {
  const revision = of.side === 'baseline' ? run.baseline : run.candidate;
  const commit = revision ? measuredCommit(revision) : null;
  const names = [of.benchmark, caseLabel(of.case), of.subject, of.metric, of.unit];
  return [measurementRow(run.id, of), run.id, of.side, commit, ...names];
}

function samplesTable(evidence: Evidence): CsvTable {
  return {
    columns: [...NAME_COLUMNS, 'seq', 'block', 'position', 'started_at', 'exit_code', 'value'],
    rows: evidence.measurements.flatMap((of) => {
      const names = nameCells(evidence, of);
      return of.samples.map((s) => [...names, s.seq, s.block, s.position, s.startedAt, s.exitCode, s.value]);
    }),
  };
}

function measurementsTable(evidence: Evidence): CsvTable {
  const statistics = ['n', 'median', 'median_low', 'median_high', 'mean', 'sd', 'min', 'q1', 'q3', 'max'];
  return {
    columns: [...NAME_COLUMNS, 'direction', 'judged', 'status', 'reason', ...statistics, 'command'],
    rows: evidence.measurements.map((of) => [
      ...nameCells(evidence, of),
      of.direction,
      of.judged,
      of.status,
      of.reason,
      ...summaryCells(of),
      of.command,
    ]),
  };
}

function summaryCells({ summary: s }: Measurement): CsvValue[] {
  if (!s) return [0, null, null, null, null, null, null, null, null, null];
  const [low, high] = s.interval ?? [null, null];
  return [s.n, s.median, low, high, s.mean, s.sd, s.min, s.quartiles[0], s.quartiles[1], s.max];
}

function comparisonsTable({ run, comparisons }: Evidence): CsvTable {
  const side = (name: string) => ['n', 'median', 'mean', 'sd'].map((field) => `${name}_${field}`);
  return {
    columns: [
      ...['figure', 'run', 'benchmark', 'case', 'subject', 'metric', 'unit', 'direction'],
      ...side('baseline'),
      ...side('candidate'),
      ...['ratio', 'ratio_low', 'ratio_high', 'minimum_detectable', 'tolerance', 'alpha', 'blocks'],
      ...['verdict', 'reasons'],
    ],
    rows: comparisons.map((c) => [
      ...[
        comparisonRow(run.id, c),
        run.id,
        c.benchmark,
        caseLabel(c.case),
        c.subject,
        c.metric,
        c.unit,
        c.direction,
      ],
      ...[c.baseline, c.candidate].flatMap((s) => [
        s?.n ?? 0,
        s?.median ?? null,
        s?.mean ?? null,
        s?.sd ?? null,
      ]),
      ...[c.ratio, c.interval[0], c.interval[1], c.minimumDetectable, c.tolerance, c.alpha, c.blocks],
      ...[c.verdict, c.reasons.join('; ')],
    ]),
  };
}

function historyTable({ histories }: Evidence): CsvTable {
  return {
    columns: [
      ...['figure', 'run', 'commit', 'dirty', 'measured_at', 'environment'],
      ...['benchmark', 'case', 'subject', 'metric', 'unit', 'n', 'median', 'q1', 'q3'],
    ],
    rows: histories.flatMap((of) =>
      of.points.map((p) => [
        ...[
          measurementRow(p.run, { ...of, side: p.side }),
          p.run,
          p.commit,
          p.dirty,
          p.measuredAt,
          p.environmentId,
        ],
        ...[of.benchmark, caseLabel(of.case), of.subject, of.metric, of.unit],
        ...[p.n, p.median, p.quartiles[0], p.quartiles[1]],
      ]),
    ),
  };
}

function environmentTable({ run, environment }: Evidence): CsvTable {
  const facts = [...factsOf(environment.identity), ...factsOf(run.execution, 'execution')];
  return {
    columns: ['environment', 'path', 'value', 'unavailable'],
    rows: facts.map((fact) => [environment.id, fact.path, fact.value, fact.unavailable]),
  };
}

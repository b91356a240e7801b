import { caseLabel } from '../../core/case.ts';
import { formatChange, formatValue } from '../../core/unit.ts';
import { probeOf } from '../../environment/calibration/probes.ts';
import type { Context } from '../context.ts';
import type { CalibrateResult, CalibrationsResult } from '../schemas/calibrate.ts';
import { type Colour, painter } from '../terminal/paint.ts';
import { textTable } from '../terminal/table.ts';

type Row = CalibrateResult['rows'][number];

export function calibrationText(context: Context, result: CalibrateResult): string {
  const paint = painter(context.color);
  const { baseline, candidate, rows, falseAlarmBudget: budget } = result;
  const table = textTable(
    [
      { title: 'probe' },
      { title: 'metric' },
      { title: baseline.name, align: 'right' },
      {
        title: candidate.name === baseline.name ? `${candidate.name} again` : candidate.name,
        align: 'right',
      },
      { title: 'effect', align: 'right' },
      { title: 'interval' },
      { title: 'detectable', align: 'right' },
      { title: 'n', align: 'right' },
      { title: '' },
    ],
    rows.map((row) => [
      titleOf(row),
      row.metric,
      formatValue(row.baselineMedian, row.unit),
      formatValue(row.candidateMedian, row.unit),
      ...effectWords(row),
      String(row.blocks),
      paint(colourOf(row), rowFinding(row)),
    ]),
  );
  return [
    `${candidate.name} against ${baseline.name}\n`,
    table,
    `Chance that one or more of the intervals miss the truth: at most ${percent(budget)}.`,
    `It holds while both environments stay as they are: ${baseline.name} ${baseline.id}, ${candidate.name} ${candidate.id}.`,
    ...(result.graph === null ? [] : [`drawn: ${result.graph}`]),
    paint('dim', `calibration ${result.calibration} · assay show ${result.calibration}`),
    '',
  ].join('\n');
}

export function calibrationsText({ calibrations }: CalibrationsResult): string {
  if (calibrations.length === 0) return 'No calibrations yet. Measure one: assay calibrate\n';
  return textTable(
    [
      { title: 'calibration' },
      { title: 'measured' },
      { title: 'of' },
      { title: 'against' },
      { title: 'effects', align: 'right' },
      { title: 'rows', align: 'right' },
    ],
    calibrations.map(({ calibration, measuredAt, baseline, candidate, effects, measured }) => [
      calibration,
      measuredAt.slice(0, 16).replace('T', ' '),
      `${candidate.name} (${candidate.id})`,
      `${baseline.name} (${baseline.id})`,
      String(effects),
      String(measured),
    ]),
  );
}

function titleOf(row: Row): string {
  return [probeOf(row.benchmark)?.name ?? row.benchmark, caseLabel(row.case)].filter(Boolean).join(' ');
}

/** Effect, interval and the smallest one that would have been seen. */
function effectWords(row: Row): [string, string, string] {
  if (row.difference) {
    const { value, interval, minimumDetectable } = row.difference;
    const words = (of: number | null): string => (of === null ? '…' : signed(of, row.unit));
    return [words(value), `[${interval.map(words).join(', ')}]`, plusMinus(minimumDetectable, row.unit)];
  }
  const words = (of: number | null): string => (of === null ? '…' : ratioText(of));
  const detectable = row.minimumDetectable === null ? 'n/a' : `±${percent(row.minimumDetectable)}`;
  return [
    row.ratio === null ? 'n/a' : `× ${ratioText(row.ratio)}`,
    `[${row.interval.map(words).join(', ')}]`,
    detectable,
  ];
}

/** What the row says, with a figure: never that there is no difference, only how large one may be. */
export function rowFinding(row: Row): string {
  if (row.status !== 'measured') return `${row.status}: ${row.reason}`;
  switch (row.finding) {
    case 'undecided':
      return 'too few blocks for an interval';
    case 'effect':
      return row.difference ? signed(row.difference.value, row.unit) : formatChange(row.ratio);
    case 'none':
      if (row.interval[0] === 1 && row.interval[1] === 1) return 'always equal';
      return `no difference larger than ${largestOf(row)}`;
  }
}

function largestOf({ interval, difference, unit }: Row): string {
  const [low, high] = (difference?.interval ?? interval) as [number, number];
  if (difference) return formatValue(Math.max(Math.abs(low), Math.abs(high)), unit);
  return percent(Math.max(1 - low, high - 1));
}

function colourOf({ status, finding }: Row): Colour {
  if (status !== 'measured' || finding === 'undecided') return 'yellow';
  return finding === 'effect' ? 'bold' : 'dim';
}

function ratioText(ratio: number): string {
  return ratio >= 9.995 ? ratio.toFixed(1) : ratio.toFixed(3);
}

function signed(value: number, unit: string): string {
  const text = formatValue(Math.abs(value), unit);
  return value === 0 ? text : `${value > 0 ? '+' : '−'}${text}`;
}

function plusMinus(value: number | null, unit: string): string {
  return value === null ? 'n/a' : `±${formatValue(value, unit)}`;
}

function percent(share: number): string {
  return `${Number((share * 100).toPrecision(2))} %`;
}

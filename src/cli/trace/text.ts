import type { Revision } from '../../core/measurement.ts';
import { formatValue } from '../../core/unit.ts';
import { figureText } from '../../report/format.ts';
import { dateWords, revisionLabel, subjectOf } from '../../report/names.ts';
import type { Statistic } from '../../report/statistic.ts';
import type { TraceJson } from '../schemas/trace.ts';
import { textTable } from '../terminal/table.ts';

/** Samples shown of each measurement unless all are asked for: they fit a screen beside what they are of. */
const SHOWN = 10;

/** A trace for a person. */
export function traceText(trace: TraceJson, all: boolean): string {
  return [
    figures(trace),
    facts(trace),
    ...trace.measurements.map((measurement) => samples(measurement, all)),
  ].join('\n');
}

function figures({ figures }: TraceJson): string {
  if (figures.length === 1) {
    const figure = figures[0]!;
    return pairs([
      ['Figure', `${figure.id}: ${figure.label}`],
      ['Value', figure.statistic === 'picture' ? `a picture of ${figure.value} samples` : valueText(figure)],
      ['Statistic', figure.formula],
    ]);
  }
  const rows = figures.map((figure) => [
    figure.id,
    figure.label.replace(/^.*: /, ''),
    valueText(figure),
    figure.formula,
  ]);
  const columns = [{ title: 'figure' }, { title: 'what' }, { title: 'value' }, { title: 'statistic' }];
  return `${figures[0]!.label.replace(/: [^:]*$/, '')}\n\n${textTable(columns, rows)}`;
}

/** As the report shows it, and as it is. */
function valueText(figure: TraceJson['figures'][number]): string {
  const shown = figureText({ ...figure, statistic: figure.statistic as Statistic, run: '' });
  const exact =
    figure.value === null ? '' : `${figure.value} ${figure.unit === '1' ? '' : figure.unit}`.trim();
  return exact === '' || exact === shown ? shown : `${shown} (${exact})`;
}

function facts({ run, environment, measurements }: TraceJson): string {
  const commands = [...new Set(measurements.map((m) => m.command))];
  const known = environment.filter(({ value }) => value !== null).length;
  return pairs([
    ['Run', `${run.id}, ${run.kind}, ${run.status}, ${dateWords(run.startedAt)}, by Assay ${run.version}`],
    ...(run.baseline ? [['Baseline', revisionText(run.baseline)] as const] : []),
    [run.baseline ? 'Candidate' : 'Commit', revisionText(run.candidate)],
    ['Environment', `${run.environment} (${known} facts: assay env show ${run.environment})`],
    ...commands.map((command) => ['Command', command] as const),
  ]);
}

function revisionText(revision: Revision): string {
  const details = [
    revision.title,
    revision.commit ?? (revision.parent ? `based on ${revision.parent}` : null),
    revision.contentDigest ? `content ${revision.contentDigest}` : null,
  ];
  const known = details.filter((detail) => detail !== null);
  return [revisionLabel(revision), ...known].join(', ');
}

function samples(of: TraceJson['measurements'][number], all: boolean): string {
  const state =
    of.intact === null ? 'not completed' : of.intact ? 'as sealed' : 'CHANGED since they were sealed';
  const name = `Samples of measurement ${of.id}: ${subjectOf(of)} ${of.metric}, ${of.side}, run ${of.run}`;
  const shown = all ? of.samples : of.samples.slice(0, SHOWN);
  const table = textTable(
    [
      ...[{ title: 'seq', align: 'right' }, { title: 'block', align: 'right' }, { title: 'started' }],
      ...[{ title: 'exit', align: 'right' }, { title: of.unit, align: 'right' }, { title: '' }],
    ] as const,
    shown.map((s) => [
      ...[String(s.seq), String(s.block ?? ''), s.startedAt ?? '', String(s.exitCode ?? '')],
      ...[String(s.value), formatValue(s.value, of.unit)],
    ]),
  );
  const left = of.samples.length - shown.length;
  const rest = left > 0 ? `… and ${left} more: --samples lists all\n` : '';
  return `${name}\n${of.samples.length} samples, digest ${of.digest}, ${state}\n\n${table}${rest}`;
}

function pairs(rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, text]) => `${name.padEnd(width)}  ${text}\n`).join('');
}

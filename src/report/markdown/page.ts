import { runRow } from '../figures.ts';
import { percentText } from '../format.ts';
import type { PlannedGraph } from '../graphs.ts';
import { dateWords, revisionLabel } from '../names.ts';
import { cellOf, type View } from '../view.ts';
import { designWords, methodWords, revisionTitle, toleranceWords } from '../words.ts';
import { code, left, markdownTable, plain, prose, right } from './table.ts';
import { comparisonTable, measurementTable, recordedTable } from './tables.ts';

/** The report as Markdown, in `reports/`; pictures are found beside it, in `graphs/`. */
export function markdownPage(view: View, graphs: readonly PlannedGraph[]): string {
  const sections = [
    `# Benchmark report: ${plain(view.data.project)}`,
    `**${plain(view.sentence)}**`,
    view.comparisons.length > 0 ? comparisonTable(view) : measurementTable(view),
    measured(view),
    pictures(graphs),
    doubts(view),
    missing(view),
    view.recorded.length > 0 ? `## Also recorded\n\n${recordedTable(view)}` : '',
    decided(view),
    environment(view),
    tracing(view),
  ];
  return `${sections.filter(Boolean).join('\n\n')}\n`;
}

function measured({ data, commands }: View): string {
  const { run } = data;
  const side = (revision: typeof run.candidate): string =>
    `${plain(revisionLabel(revision))}${revision.title || revision.dirty ? `: ${plain(revisionTitle(revision))}` : ''}${
      revision.commit ? ` (${code(revision.commit)})` : ''
    }${revision.contentDigest ? ` (content ${code(revision.contentDigest.slice(0, 12))})` : ''}`;
  const lines = [
    ...(run.baseline ? [`Baseline: ${side(run.baseline)}`] : []),
    `${run.baseline ? 'Candidate' : 'Commit'}: ${side(run.candidate)}`,
    `Run: ${code(run.id)}, ${run.status}, ${dateWords(run.startedAt)}, by Assay ${run.version}`,
    ...commands.map(({ name, command }) => `Command of ${plain(name)}: ${code(command)}`),
  ];
  return `## What was measured\n\n${lines.map((line) => `- ${line}`).join('\n')}`;
}

function pictures(graphs: readonly PlannedGraph[]): string {
  if (graphs.length === 0) return '';
  const images = graphs.map(
    ({ file, caption, stamp }) =>
      `![${plain(caption)}](../graphs/${file}.svg)\n\n${plain(caption)}. Trace: ${code(stamp.figure)}`,
  );
  return `## Graphs\n\n${images.join('\n\n')}`;
}

function doubts(view: View): string {
  if (view.doubts.length === 0) return '';
  const groups = view.doubts.map(({ kind, hint, seen }) => {
    const items = seen.map(
      ({ row, where, message }) => `  - ${plain(where)}: ${plain(message)} ${code(row)}`,
    );
    return `- **${kind}.** ${prose(hint)}\n${items.join('\n')}`;
  });
  return `## Warnings\n\n${groups.join('\n')}`;
}

function missing(view: View): string {
  if (view.missing.length === 0) return '';
  const rows = view.missing.map(({ metric, status, reason, where }) => [
    metric,
    status,
    plain(reason),
    plain(where.join('; ')),
  ]);
  return `## Not measured\n\n${markdownTable([left('metric'), left('status'), left('reason'), left('where')], rows)}`;
}

function decided({ data, figures }: View): string {
  const { run, comparisons } = data;
  const row = runRow(run.id);
  const share = cellOf(figures, row, 'measuring-share');
  const rows = [
    ['design', designWords(run)],
    ['method', methodWords(run)],
    ...(run.baseline
      ? [['false-alarm budget', `${percentText(run.settings.falseAlarmBudget)} for the whole run`]]
      : []),
    [
      'confidence',
      `${percentText(run.settings.confidence)}${run.baseline ? ', of all intervals together' : ', of each interval'}`,
    ],
    ...(comparisons.length > 0 ? [['tolerance', toleranceWords(comparisons)]] : []),
    ...(run.timings
      ? [
          [
            'time',
            `${share.text} of ${cellOf(figures, row, 'total').text} went to measuring, ${cellOf(figures, row, 'build').text} to building (${code(row)})`,
          ],
        ]
      : []),
    ['order of samples', `drawn from seed ${run.seed}`],
  ];
  return `## How it was decided\n\n${markdownTable(
    [left('what'), left('how')],
    rows.map((cells) => [...cells]),
  )}`;
}

function environment({ data, environment: facts }: View): string {
  const rows = facts.map(({ path, value, unavailable }) => [
    path,
    unavailable === null ? plain(value ?? '') : `unavailable: ${plain(unavailable)}`,
  ]);
  return `## Environment ${code(data.environment.id)}\n\n${markdownTable([left('fact'), left('value')], rows)}`;
}

function tracing({ data, comparisons, judged }: View): string {
  const example = comparisons[0]?.row ?? judged[0]?.sides[0]?.row ?? runRow(data.run.id);
  const table = markdownTable(
    [left('command'), right('what it does')].map(({ title }) => left(title)),
    [
      [code(`assay trace ${example}`), 'prints the samples behind every number of that row'],
      [code('assay verify results'), 'derives every number and picture again from the store'],
    ],
  );
  return `## Trace and verify\n\n${table}\n\nWritten ${dateWords(data.generatedAt)} by Assay ${data.version}. The digest of every file is in \`data/figures.json\`.`;
}

import type { MeasurementView, View } from '../view.ts';
import { code, left, markdownTable, plain, right } from './table.ts';

/** One row a comparison; the last column is what `assay trace` takes. */
export function comparisonTable({ comparisons }: View): string {
  const columns = [
    ...[left('benchmark'), left('metric'), right('baseline'), right('candidate'), right('ratio')],
    ...[left('interval'), right('detectable'), left('verdict'), left('trace')],
  ];
  return markdownTable(
    columns,
    comparisons.map((c) => [
      ...[plain(c.name), c.metric, c.baseline.text, c.candidate.text, c.ratio.text],
      ...[
        `${c.low.text} – ${c.high.text}`,
        c.minimumDetectable.text,
        `${MARKS[c.verdict]} ${plain(c.words)}`,
        code(c.row),
      ],
    ]),
  );
}

/** A sign beside the word, so that the table can be skimmed; the word alone says it all. */
const MARKS = { regression: '▲', improvement: '▼', unchanged: '=', inconclusive: '?' } as const;

/** One row a measurement of the judged metrics. */
export function measurementTable({ judged }: View): string {
  const columns = [
    left('benchmark'),
    left('metric'),
    right('n'),
    right('median'),
    left('interval of the median'),
    left('trace'),
  ];
  return markdownTable(
    columns,
    judged.flatMap(({ name, metric, sides }) =>
      sides.map((s) => [
        plain(name),
        metric,
        s.n.text,
        s.median.text,
        range(s.low.text, s.high.text),
        code(s.row),
      ]),
    ),
  );
}

/** Metrics that were recorded and not judged: one row for each side. */
export function recordedTable({ recorded, data }: View): string {
  const two = data.run.baseline !== null;
  const columns = [
    ...[left('benchmark'), left('metric'), ...(two ? [left('side')] : [])],
    ...[right('n'), right('median'), left('middle half'), left('trace')],
  ];
  const cells = ({ name, metric, sides }: MeasurementView): string[][] =>
    sides.map((s) => [
      ...[plain(name), metric, ...(two ? [s.side] : [])],
      ...[s.n.text, s.median.text, range(s.q1.text, s.q3.text), code(s.row)],
    ]);
  return markdownTable(columns, recorded.flatMap(cells));
}

function range(low: string, high: string): string {
  return low === 'n/a' || high === 'n/a' ? 'n/a' : `${low} – ${high}`;
}

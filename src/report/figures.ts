import type { Compared, Evidence, History, HistoryEntry, Measurement, Run } from './data.ts';
import { type Figure, joinedDigest, type RowKey, rowId } from './figure.ts';
import { subjectOf } from './names.ts';
import type { Statistic } from './statistic.ts';

/** Every number a report of this evidence may show, by id, in a stable order. */
export function figuresOf(evidence: Evidence): Map<string, Figure> {
  const { run, measurements, comparisons, histories } = evidence;
  const rows = [
    runFigures(run),
    ...measurements.map((measurement) => measurementFigures(run.id, measurement)),
    ...comparisons.map((comparison) => comparisonFigures(evidence, comparison)),
    ...histories.flatMap((history) => history.points.map((point) => pointFigures(history, point))),
  ];
  const figures = new Map<string, Figure>();
  // The run's own point of a history is the same row as its measurement: the first one stays.
  for (const figure of rows.flat()) if (!figures.has(figure.id)) figures.set(figure.id, figure);
  return figures;
}

/** The row of what a run says of itself. */
export function runRow(run: string): string {
  return rowId({ run, of: 'run' });
}

export function measurementRow(
  run: string,
  of: Omit<RowKey, 'run' | 'of'> & { side: Measurement['side'] },
): string {
  return rowId({ ...keyOf(of), run, of: of.side });
}

export function comparisonRow(run: string, comparison: Compared): string {
  return rowId({ ...keyOf(comparison), run, of: 'pair' });
}

/** A history as the report of one run shows it. */
export function historyRow(run: string, history: History): string {
  return rowId({ ...keyOf(history), run, of: 'history' });
}

function keyOf(of: Omit<RowKey, 'run' | 'of'>): Omit<RowKey, 'run' | 'of'> {
  const { benchmark, case: point, subject, metric } = of;
  return {
    ...(benchmark !== undefined && { benchmark }),
    ...(point && { case: point }),
    subject: subject ?? null,
    ...(metric !== undefined && { metric }),
  };
}

type Field = readonly [field: string, statistic: Statistic, value: number | null, unit?: string];

type Source = Pick<Figure, 'run' | 'measurements' | 'sampleDigest'>;

function row(id: string, name: string, unit: string, source: Source, fields: readonly Field[]): Figure[] {
  return fields.map(([field, statistic, value, own]) => ({
    id: `${id}.${field}`,
    label: `${name}: ${field.replaceAll(/[.-]/g, ' ')}`,
    value,
    unit: own ?? unit,
    statistic,
    ...source,
  }));
}

function runFigures(run: Run): Figure[] {
  if (!run.timings) return [];
  const { buildS, measureS, totalS } = run.timings;
  const source = { run: run.id, measurements: [], sampleDigest: '' };
  return row(runRow(run.id), 'run', 's', source, [
    ['build', 'duration', buildS],
    ['measure', 'duration', measureS],
    ['total', 'duration', totalS],
    ['measuring-share', 'measuring-share', totalS > 0 ? measureS / totalS : null, '1'],
  ]);
}

function measurementFigures(run: string, of: Measurement): Figure[] {
  const { summary } = of;
  if (!summary) return [];
  const source = { run, measurements: [of.id], sampleDigest: of.sampleDigest };
  return row(measurementRow(run, of), `${subjectOf(of)} ${of.metric}, ${of.side}`, of.unit, source, [
    ['n', 'count', summary.n, '1'],
    ['median', 'median', summary.median],
    ['median-low', 'median-low', summary.interval?.[0] ?? null],
    ['median-high', 'median-high', summary.interval?.[1] ?? null],
    ['mean', 'mean', summary.mean],
    ['sd', 'standard-deviation', summary.sd],
    ['min', 'minimum', summary.min],
    ['q1', 'first-quartile', summary.quartiles[0]],
    ['q3', 'third-quartile', summary.quartiles[1]],
    ['max', 'maximum', summary.max],
  ]);
}

function comparisonFigures({ run, measurements }: Evidence, of: Compared): Figure[] {
  const id = comparisonRow(run.id, of);
  const name = `${subjectOf(of)} ${of.metric}`;
  const source = (...ids: readonly number[]): Source => ({
    run: run.id,
    measurements: ids,
    sampleDigest: joinedDigest(
      ids.map((wanted) => measurements.find((m) => m.id === wanted)?.sampleDigest ?? ''),
    ),
  });
  const side = (which: 'baseline' | 'candidate'): Figure[] => {
    const summary = of[which];
    const from = source(which === 'baseline' ? of.baselineMeasurement : of.candidateMeasurement);
    if (!summary) return [];
    return row(id, name, of.unit, from, [
      [`${which}.n`, 'count', summary.n, '1'],
      [`${which}.median`, 'median', summary.median],
      [`${which}.mean`, 'mean', summary.mean],
      [`${which}.sd`, 'standard-deviation', summary.sd],
    ]);
  };
  const both = row(id, name, '1', source(of.baselineMeasurement, of.candidateMeasurement), [
    ['ratio', of.across ? 'adjusted-ratio' : 'ratio', of.ratio],
    ['ratio-low', of.across ? 'adjusted-ratio-low' : 'ratio-low', of.interval[0]],
    ['ratio-high', of.across ? 'adjusted-ratio-high' : 'ratio-high', of.interval[1]],
    ...measuredRatio(of),
    ['minimum-detectable', 'minimum-detectable', of.minimumDetectable],
    ['blocks', 'blocks', of.blocks],
  ]);
  return [...side('baseline'), ...side('candidate'), ...both];
}

/** Of a comparison that was adjusted, what it was adjusted from. */
function measuredRatio({ across }: Compared): Field[] {
  if (!across) return [];
  const { ratio, interval } = across.measured;
  return [
    ['measured-ratio', 'ratio', ratio],
    ['measured-ratio-low', 'ratio-low', interval[0]],
    ['measured-ratio-high', 'ratio-high', interval[1]],
  ];
}

function pointFigures(history: History, point: HistoryEntry): Figure[] {
  const id = measurementRow(point.run, { ...history, side: point.side });
  const source = { run: point.run, measurements: [point.measurement], sampleDigest: point.sampleDigest };
  return row(id, `${subjectOf(history)} ${history.metric}, ${point.side}`, history.unit, source, [
    ['n', 'count', point.n, '1'],
    ['median', 'median', point.median],
    ['q1', 'first-quartile', point.quartiles[0]],
    ['q3', 'third-quartile', point.quartiles[1]],
  ]);
}

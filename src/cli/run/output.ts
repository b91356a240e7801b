import { caseLabel } from '../../core/case.ts';
import { EXIT } from '../../core/error.ts';
import { formatValue } from '../../core/unit.ts';
import { summarize } from '../../stats/descriptive.ts';
import { medianInterval } from '../../stats/median-interval.ts';
import { loadMeasurements, loadSamples } from '../../store/measurements.ts';
import type { Store } from '../../store/open.ts';
import type { MeasurementRecord, RunRecord } from '../../store/records.ts';
import { loadRun } from '../../store/runs.ts';
import type { Context } from '../context.ts';
import type { RunResult } from '../schemas/run.ts';
import { painter } from '../terminal/paint.ts';
import { textTable } from '../terminal/table.ts';
import { timeSpent } from '../terminal/time-spent.ts';
import { warningLines } from '../terminal/warning-lines.ts';
import { whereText } from './where.ts';

/** Confidence of the intervals in the summary: descriptive, one at a time. */
const CONFIDENCE = 0.95;

/** Prints the summary of a stored run; a failed measurement makes the exit code 3. */
export async function printRun(context: Context, store: Store, runId: string): Promise<void> {
  const run = await loadRun(store, runId);
  const result = await runResult(store, run);
  const judged = result.measurements.filter((each) => each.judged);
  if (judged.length === 0 || judged.some((each) => each.status !== 'measured'))
    context.exit(EXIT.inconclusive);
  if (context.json) context.stdout(`${JSON.stringify(result, null, 2)}\n`);
  else printText(context, run, result);
}

/** The contract `assay.run/1`. */
export async function runResult(store: Store, run: RunRecord): Promise<RunResult> {
  const measurements = await loadMeasurements(store, run.id);
  return {
    schema: 'assay.run/1',
    run: run.id,
    kind: run.kind,
    status: run.status,
    startedAt: run.startedAt,
    finishedAt: run.finishedAt,
    commit: run.candidate.commit,
    label: run.candidate.label,
    dirty: run.candidate.dirty,
    environment: run.environmentId,
    executionEnvironment: run.execution as RunResult['executionEnvironment'],
    seed: run.seed,
    timings: run.timings,
    measurements: await Promise.all(measurements.map((each) => measurementResult(store, each))),
  };
}

async function measurementResult(
  store: Store,
  of: MeasurementRecord,
): Promise<RunResult['measurements'][number]> {
  const samples = await loadSamples(store, of.id);
  return {
    id: of.id,
    side: of.side,
    benchmark: of.benchmark,
    case: of.case,
    subject: of.subject,
    metric: of.metric,
    unit: of.unit,
    direction: of.direction,
    status: of.status,
    reason: of.reason,
    judged: of.judged,
    command: of.command,
    summary: summarize(samples),
    interval: samples.length === 0 ? null : medianInterval(samples, CONFIDENCE),
    samples,
    stated: of.summary && { ...of.summary },
    warnings: [...of.warnings],
  };
}

function printText(context: Context, run: RunRecord, result: RunResult): void {
  const paint = painter(context.color);
  const { candidate } = run;
  const id = (candidate.commit ?? candidate.parent)?.slice(0, 12) ?? '';
  context.stdout(
    `${candidate.label} (${id}${candidate.dirty ? ', dirty' : ''}) ${candidate.title ?? ''}`.trimEnd(),
  );
  context.stdout('\n\n');
  context.stdout(measurementTable(result, paint));
  const spent = timeSpent(run.timings);
  if (spent !== null) context.stdout(`\n${spent}\n`);
  printWarnings(context, result);
  context.stdout(
    `${paint('dim', `run ${run.id} · environment ${run.environmentId}${whereText(run)} · assay report ${run.id}`)}\n`,
  );
}

/** What was doubtful when it was measured. */
export function printWarnings(context: Context, result: RunResult): void {
  const warnings = result.measurements.flatMap(({ benchmark, case: of, warnings }) =>
    warnings.map((warning) => ({ ...warning, about: [benchmark, caseLabel(of)].filter(Boolean).join(' ') })),
  );
  for (const line of warningLines(warnings, painter(context.color))) context.stderr(`${line}\n`);
}

/** Judged metrics always; recorded ones where they say something. */
export function measurementTable(result: RunResult, paint: ReturnType<typeof painter>): string {
  return textTable(
    [
      { title: 'benchmark' },
      { title: 'metric' },
      { title: 'median', align: 'right' },
      { title: '95 % interval' },
      { title: 'sd', align: 'right' },
      { title: 'n', align: 'right' },
      { title: '' },
    ],
    result.measurements.map((each) => {
      const name = [each.benchmark, caseLabel(each.case), result.kind === 'compare' ? each.side : '']
        .filter(Boolean)
        .join(' ');
      if (each.status === 'unavailable')
        return [name, each.metric, 'n/a', '', '', '', paint('dim', `unavailable: ${each.reason}`)];
      const { summary, interval, unit, stated } = each;
      if (stated !== null) {
        const { mean, median, sd, n } = stated;
        const figures = [formatValue(median ?? mean, unit), '', formatValue(sd, unit), String(n ?? '')];
        const what = median === null ? 'mean, stated by its source' : 'stated by its source';
        return [name, each.metric, ...figures, paint('dim', what)];
      }
      return [
        name,
        each.metric,
        formatValue(summary?.median ?? null, unit),
        interval === null ? '' : `[${formatValue(interval[0], unit)}, ${formatValue(interval[1], unit)}]`,
        formatValue(summary?.sd ?? null, unit),
        String(summary?.n ?? 0),
        each.status === 'failed'
          ? paint('red', `failed: ${each.reason}`)
          : each.judged
            ? ''
            : paint('dim', 'recorded'),
      ];
    }),
  );
}

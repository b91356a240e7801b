import type { Case } from '../core/case.ts';
import type { ReportData, Sample } from './data.ts';
import { subjectOf } from './names.ts';

/** The run as it went: when it began and ended, every execution that gave samples, every warning. */
export function runLog({ run, measurements }: ReportData): string {
  const lines = [
    [
      run.startedAt,
      `run ${run.id} (${run.kind}) started, seed ${run.seed}, environment ${run.environmentId}`,
    ],
    ...executions(measurements),
    ...(run.finishedAt ? [[run.finishedAt, `run ${run.id} ${run.status}`]] : []),
  ];
  const text = lines.map((line) => line.join('  '));
  const ends = measurements.flatMap((m) => [
    ...(m.status === 'measured'
      ? []
      : [`${m.status}: ${subjectOf(m)} ${m.metric}, ${m.side}: ${m.reason ?? ''}`]),
    ...m.warnings.map((w) => `warning: ${subjectOf(m)} ${m.metric}, ${m.side}: ${w.kind}: ${w.message}`),
  ]);
  return `${[...text, ...ends].join('\n')}\n`;
}

/** Every metric of one execution has a sample of the same `seq`: the execution is told once. */
function executions(measurements: ReportData['measurements']): string[][] {
  const seen = new Map<string, string[]>();
  for (const of of measurements) {
    for (const sample of of.samples) {
      if (sample.startedAt === null) continue;
      const line = `${subjectOf(of)}, ${of.side}, sample ${sample.seq}, block ${sample.block}, ${exitWords(sample)}`;
      seen.set(keyOf(of, sample), [sample.startedAt, line]);
    }
  }
  return [...seen.values()].sort(([a], [b]) => (a! < b! ? -1 : a! > b! ? 1 : 0));
}

function keyOf(
  of: { side: string; benchmark: string; case: Case; subject: string | null },
  sample: Sample,
): string {
  return `${of.side}\n${subjectOf(of)}\n${sample.seq}`;
}

function exitWords({ exitCode }: Sample): string {
  return exitCode === null ? 'ended by a signal' : `exit ${exitCode}`;
}

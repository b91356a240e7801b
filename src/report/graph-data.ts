import type { DistributionData, ForestData, HistoryData } from '../chart/graph.ts';
import type { Evidence, History, Measurement, Run } from './data.ts';
import { revisionLabel, shortCommit } from './names.ts';

/** What the pictures are drawn from. */

export function forestData({ run, comparisons }: Evidence): ForestData {
  return {
    kind: 'forest',
    baseline: run.baseline ? revisionLabel(run.baseline) : '',
    candidate: revisionLabel(run.candidate),
    confidence: run.settings.confidence,
    ...(run.kind === 'calibrate' && { about: 'environments' as const }),
    rows: comparisons.map((c) => ({
      benchmark: c.benchmark,
      case: c.case,
      subject: c.subject,
      metric: c.metric,
      direction: c.direction,
      ratio: c.ratio,
      interval: c.interval,
      tolerance: c.tolerance,
      verdict: c.verdict,
    })),
  };
}

/** `sides`: the measurements of one metric of one case, baseline first. */
export function distributionData(run: Run, sides: readonly Measurement[]): DistributionData {
  const missing = sides.filter((m) => m.summary === null);
  return {
    kind: 'distribution',
    ...metricOf(sides[0]!),
    sides: sides.flatMap((m) =>
      m.summary === null
        ? []
        : [
            {
              label: sideLabel(run, m),
              samples: m.samples.map((sample) => sample.value),
              median: m.summary.median,
              interval: m.summary.interval,
            },
          ],
    ),
    unavailable: missing.map((m) => `${m.side}: ${m.reason ?? m.status}`).join('; ') || null,
  };
}

export function historyData(history: History): HistoryData {
  return {
    kind: 'history',
    ...metricOf(history),
    points: history.points.map((point) => ({
      run: point.run,
      commit: point.commit === null ? null : shortCommit(point.commit),
      dirty: point.dirty,
      measuredAt: point.measuredAt,
      environment: point.environmentId,
      n: point.n,
      median: point.median,
      quartiles: point.quartiles,
    })),
  };
}

function metricOf(of: Measurement | History) {
  const { benchmark, case: point, subject, metric, unit, direction } = of;
  return { benchmark, case: point, subject, metric, unit, direction };
}

function sideLabel(run: Run, of: Measurement): string {
  return revisionLabel(of.side === 'baseline' ? (run.baseline ?? run.candidate) : run.candidate);
}

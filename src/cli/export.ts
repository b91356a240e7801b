import { Command, Option } from 'commander';
import { AssayError } from '../core/error.ts';
import type { Side } from '../core/measurement.ts';
import type { Exported } from '../import/exported.ts';
import type { Writer } from '../import/write.ts';
import type { Store } from '../store/open.ts';
import type { MeasurementRecord, RunRecord } from '../store/records.ts';
import type { Context } from './context.ts';

/** The names of the writers; they themselves are loaded when one is needed. */
const FORMATS = ['samples', 'csv', 'ndjson', 'hyperfine', 'bmf'] as const;

interface ExportFlags {
  readonly format: (typeof FORMATS)[number];
  readonly side: Side;
}

export function exportCommand(context: Context): Command {
  return new Command('export')
    .summary('write stored measurements for other tools')
    .description('Writes the measurements of a run to stdout in the format of another tool.')
    .argument('[run]', 'id, the beginning of one, a commit, `A..B`, or `latest`', 'latest')
    .addOption(new Option('--format <name>', 'what to write').choices(FORMATS).default('samples'))
    .addOption(
      new Option('--side <side>', 'of a comparison: which side')
        .choices(['baseline', 'candidate'])
        .default('candidate'),
    )
    .action(async (name: string, flags: ExportFlags) => {
      const { selectRun } = await import('./run/select.ts');
      const { WRITERS } = await import('../import/write.ts');
      await using project = await context.openProjectStore({ readonly: true });
      const run = await selectRun(project.store, name, context.cwd);
      const measurements = await exported(project.store, run, flags.side);
      writeAll(context, WRITERS[flags.format], measurements, run.id);
    });
}

function writeAll(context: Context, writer: Writer, all: readonly Exported[], run: string): void {
  const held = all.filter((of) => writer.holds(of));
  if (held.length === 0) {
    throw new AssayError('inconclusive', `run ${run} has nothing that this format holds: ${writer.title}`, {
      hint: 'choose another with --format',
    });
  }
  if (held.length < all.length) {
    context.stderr(
      `${all.length - held.length} of ${all.length} measurements are left out: the format holds ${writer.title}\n`,
    );
  }
  for (const piece of writer.write(held)) context.stdout(piece);
}

/** What was measured on one side, in the order of the run. */
async function exported(store: Store, run: RunRecord, side: Side): Promise<Exported[]> {
  const { loadMeasurements, loadSamples } = await import('../store/measurements.ts');
  const found: Exported[] = [];
  for (const record of await loadMeasurements(store, run.id)) {
    if (record.side !== side || record.status !== 'measured') continue;
    found.push(await exportedOf(run, record, await loadSamples(store, record.id)));
  }
  return found;
}

async function exportedOf(
  run: RunRecord,
  of: MeasurementRecord,
  samples: readonly number[],
): Promise<Exported> {
  const { summarize } = await import('../stats/descriptive.ts');
  const { n, mean, median, sd } = summarize(samples) ?? { n: 0, mean: null, median: null, sd: null };
  let [min, max] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of samples) {
    min = Math.min(min, value);
    max = Math.max(max, value);
  }
  const computed = { n, mean, median, sd, min, max, quantiles: {} };
  const revision = of.side === 'candidate' ? run.candidate : run.baseline;
  const { benchmark, metric, unit, direction } = of;
  const point = of.subject === null ? of.case : { ...of.case, subject: of.subject };
  return {
    ...{ benchmark, case: point, metric, unit, direction, samples },
    summary: of.summary ?? computed,
    ...{ commit: revision?.commit ?? null, at: run.startedAt },
  };
}

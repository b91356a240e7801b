import { Command } from 'commander';
import { worstVerdict } from '../core/verdict.ts';
import type { Store } from '../store/open.ts';
import type { RunRecord } from '../store/records.ts';
import type { Context } from './context.ts';
import { positiveInteger } from './project/settings.ts';
import type { RunsResult } from './schemas/runs.ts';
import { painter } from './terminal/paint.ts';
import { textTable } from './terminal/table.ts';
import { VERDICT_COLOUR } from './terminal/verdict-words.ts';

interface RunsFlags {
  readonly limit: number;
  readonly commit?: string;
}

const DEFAULT_LIMIT = 20;

export function runsCommand(context: Context): Command {
  return new Command('runs')
    .summary('list stored runs')
    .description('Lists stored runs and comparisons, newest first.')
    .option('-n, --limit <n>', 'at most this many', positiveInteger, DEFAULT_LIMIT)
    .option('--commit <ref>', 'only runs of this commit')
    .action(async (flags: RunsFlags) => {
      const { findRepository, resolveCommit } = await import('../platform/git/repository.ts');
      const { listRuns } = await import('../store/runs.ts');
      await using project = await context.openProjectStore({ readonly: true });
      const commit =
        flags.commit === undefined
          ? {}
          : { commit: (await resolveCommit(await findRepository(context.cwd), flags.commit)).commit };
      const runs = await listRuns(project.store, { limit: flags.limit, ...commit });
      const result = await runsResult(project.store, runs);
      if (context.json) context.stdout(`${JSON.stringify(result, null, 2)}\n`);
      else printText(context, result);
    });
}

async function runsResult(store: Store, runs: readonly RunRecord[]): Promise<RunsResult> {
  const { loadComparisons } = await import('../store/comparisons.ts');
  return {
    schema: 'assay.runs/1',
    runs: await Promise.all(
      runs.map(async (run) => ({
        run: run.id,
        kind: run.kind,
        status: run.status,
        startedAt: run.startedAt,
        baseline: run.baseline && {
          label: run.baseline.label,
          commit: run.baseline.commit,
          dirty: run.baseline.dirty,
        },
        candidate: { label: run.candidate.label, commit: run.candidate.commit, dirty: run.candidate.dirty },
        title: run.candidate.title,
        environment: run.environmentId,
        verdict:
          run.kind === 'compare'
            ? worstVerdict((await loadComparisons(store, run.id)).map(({ verdict }) => verdict))
            : null,
      })),
    ),
  };
}

function printText(context: Context, { runs }: RunsResult): void {
  if (runs.length === 0) {
    context.stdout('No runs yet. Measure one: assay run\n');
    return;
  }
  const paint = painter(context.color);
  const side = (of: { label: string; commit: string | null; dirty: boolean }): string =>
    `${of.commit?.slice(0, 10) ?? of.label}${of.dirty ? ' (dirty)' : ''}`;
  context.stdout(
    textTable(
      [
        { title: 'run' },
        { title: 'what' },
        { title: 'status' },
        { title: 'commit' },
        { title: 'environment' },
        { title: 'verdict' },
        { title: '' },
      ],
      runs.map((run) => [
        run.run,
        run.kind,
        paint(run.status === 'completed' ? 'green' : 'yellow', run.status),
        `${run.baseline ? `${side(run.baseline)} → ` : ''}${side(run.candidate)}`,
        run.environment,
        run.verdict === null ? '' : paint(VERDICT_COLOUR[run.verdict], run.verdict),
        run.title ?? '',
      ]),
    ),
  );
}

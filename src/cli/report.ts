import { resolve } from 'node:path';
import { Command } from 'commander';
import type { Context } from './context.ts';

export function reportCommand(context: Context): Command {
  return new Command('report')
    .description('write the report of a run, with its graphs and data, to results/')
    .argument(
      '[run]',
      'a run, a commit (its latest run), or A..B (the latest comparison of B with A)',
      'latest',
    )
    .option('--results <dir>', 'write here instead of results/ in the project')
    .action(async (name: string, options: { results?: string }) => {
      const { selectRun } = await import('./run/select.ts');
      const { writeReport } = await import('./report/write.ts');
      await using project = await context.openProjectStore({ readonly: true });
      const { id } = await selectRun(project.store, name, context.cwd);
      const results =
        options.results === undefined ? project.resultsDir : resolve(context.cwd, options.results);
      await writeReport(context, project, id, results);
    });
}

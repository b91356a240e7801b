import { join, resolve } from 'node:path';
import { Command } from 'commander';
import type { Context } from './context.ts';

export function traceCommand(context: Context): Command {
  return new Command('trace')
    .description('print what a graph or a number of a report was computed from')
    .argument('<figure>', 'a graph (PNG or SVG), a row of a report, or one of its figures')
    .option('--results <dir>', 'the results tree the figure stands in, instead of results/ in the project')
    .option('--samples', 'list every sample and not only the first ones')
    .action(async (name: string, options: { results?: string; samples?: boolean }) => {
      const { findFigure } = await import('./trace/find.ts');
      const { trace } = await import('./trace/derive.ts');
      const { traceText } = await import('./trace/text.ts');
      await using project = await context.openProjectStore({ readonly: true });
      const results =
        options.results === undefined ? project.resultsDir : resolve(context.cwd, options.results);
      const pictures = join(project.projectRoot, '.assay', 'history');
      const asked = await findFigure(project.store, name, { cwd: context.cwd, results, pictures });
      const traced = await trace(project.store, name, asked);
      const text = context.json
        ? `${JSON.stringify(traced, null, 2)}\n`
        : traceText(traced, options.samples === true);
      context.stdout(text);
    });
}

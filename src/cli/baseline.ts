import { Command } from 'commander';
import { AssayError } from '../core/error.ts';
import type { Context } from './context.ts';
import { textTable } from './terminal/table.ts';

export function baselineCommand(context: Context): Command {
  const command = new Command('baseline')
    .summary('name runs to compare with later')
    .description(
      'A baseline is a name for a completed run. It never moves, and its run is never pruned.\nCompare with it: assay compare baseline:NAME',
    );
  command
    .command('create')
    .summary('name a completed run')
    .description('Names a completed run for good. A name that exists is refused.')
    .argument('<name>', 'letters, digits, dots, dashes, slashes')
    .argument('[run]', 'id, the beginning of one, or `latest`', 'latest')
    .action(async (name: string, run: string) => {
      if (!/^[A-Za-z0-9][A-Za-z0-9._/-]*$/.test(name)) {
        throw new AssayError('usage', `${name} is no name for a baseline`, {
          hint: 'use letters, digits, dots, dashes and slashes',
        });
      }
      const { createBaseline } = await import('../store/baselines.ts');
      await using project = await context.openProjectStore();
      const baseline = await createBaseline(project.store, name, run);
      if (context.json)
        context.stdout(
          `${JSON.stringify({ schema: 'assay.baselines/1', baselines: [baseline] }, null, 2)}\n`,
        );
      else context.stdout(`${baseline.name} is run ${baseline.runId}\n`);
    });
  command
    .command('list')
    .summary('list baselines')
    .description('Lists baselines, newest first.')
    .action(async () => {
      const { listBaselines } = await import('../store/baselines.ts');
      await using project = await context.openProjectStore({ readonly: true });
      const baselines = await listBaselines(project.store);
      if (context.json)
        context.stdout(`${JSON.stringify({ schema: 'assay.baselines/1', baselines }, null, 2)}\n`);
      else if (baselines.length === 0)
        context.stdout('No baselines yet. Name one: assay baseline create NAME\n');
      else {
        const rows = baselines.map((each) => [each.name, each.runId, each.createdAt]);
        context.stdout(textTable([{ title: 'baseline' }, { title: 'run' }, { title: 'created' }], rows));
      }
    });
  return command;
}

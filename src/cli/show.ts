import { Command } from 'commander';
import { EXIT } from '../core/error.ts';
import type { Context } from './context.ts';
import { whereLines } from './run/where.ts';
import { painter } from './terminal/paint.ts';

export function showCommand(context: Context): Command {
  return new Command('show')
    .summary('show one stored run with its measurements')
    .description('Shows a run: what was measured, where, with which settings, and every measurement.')
    .argument('[run]', 'id, the beginning of one, or `latest`', 'latest')
    .action(async (id: string) => {
      const { loadRun } = await import('../store/runs.ts');
      const { measurementTable, printWarnings, runResult } = await import('./run/output.ts');
      await using project = await context.openProjectStore({ readonly: true });
      const run = await loadRun(project.store, id);
      const result = await runResult(project.store, run);
      if (context.json) {
        context.stdout(`${JSON.stringify({ ...result, schema: 'assay.show/1' }, null, 2)}\n`);
        return;
      }
      const { candidate, baseline, settings } = run;
      const line = (name: string, value: string): void => context.stdout(`${name.padEnd(12)} ${value}\n`);
      line('run', `${run.id} (${run.kind}, ${run.status})`);
      line('started', run.startedAt);
      if (baseline)
        line('baseline', `${baseline.label} ${baseline.commit ?? ''}${baseline.dirty ? ' dirty' : ''}`);
      line(
        'commit',
        `${candidate.commit ?? candidate.parent}${candidate.dirty ? ` dirty (files ${candidate.contentDigest?.slice(0, 12)})` : ''}`,
      );
      if (candidate.title) line('title', candidate.title);
      line('environment', run.environmentId);
      for (const [name, value] of whereLines(run)) line(name, value);
      line('seed', String(run.seed));
      if (baseline) line('budget', `${settings.falseAlarmBudget} false alarms`);
      context.stdout(`\n${measurementTable(result, painter(context.color))}`);
      // A comparison says them with its verdicts.
      if (run.kind !== 'compare') printWarnings(context, result);
      // Of one that did not end nothing was concluded.
      if (run.kind === 'calibrate' && run.status === 'completed') {
        const { printStored } = await import('./calibrate/show.ts');
        context.stdout('\n');
        await printStored(context, project.store, run.id);
      }
      if (run.kind === 'compare') {
        context.stdout('\n');
        const { printComparison } = await import('./compare/output.ts');
        await printComparison(context, project.store, run.id);
        // Looking at a regression is no failure.
        context.exit(EXIT.pass);
      }
    });
}

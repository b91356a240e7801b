import { Command } from 'commander';
import { EXIT } from '../core/error.ts';
import { problemText } from '../report/verify/problem.ts';
import type { Context } from './context.ts';
import type { VerifyJson } from './schemas/verify.ts';

export function verifyCommand(context: Context): Command {
  return new Command('verify')
    .description('derive published figures and graphs again from the store, and fail where they differ')
    .argument(
      '[path...]',
      'results trees, folders, graphs, or Markdown files that show graphs (default: results/)',
    )
    .option('--commit <ref>', 'also fail where something was measured at another commit')
    .option('--all', 'check the immutable copies of earlier runs as well')
    .action(async (paths: string[], options: { commit?: string; all?: boolean }) => {
      const { verifyPaths } = await import('./verify/paths.ts');
      await using project = await context.openProjectStore({ readonly: true });
      const given = paths.length > 0 ? paths : [project.resultsDir];
      const settings = { cwd: context.cwd, all: options.all === true, commit: options.commit ?? null };
      say(context, await verifyPaths(project.store, given, settings));
    });
}

function say(context: Context, result: VerifyJson): void {
  const { outcome, checked, problems, ignored } = result;
  context.exit(outcome === 'pass' ? EXIT.pass : outcome === 'fail' ? EXIT.regression : EXIT.inconclusive);
  if (context.json) {
    context.stdout(`${JSON.stringify(result, null, 2)}\n`);
    return;
  }
  for (const line of ignored) context.stderr(`not checked: ${line}\n`);
  for (const problem of problems) context.stdout(`${problemText(problem)}\n`);
  const scope = `${checked.files} files, ${checked.figures} figures, ${checked.graphs} single graphs`;
  const words = {
    pass: 'verified: everything is what its samples give',
    fail: 'failed',
    inconclusive: 'inconclusive: evidence is missing',
  };
  const count =
    problems.length === 0 ? '' : `, ${problems.length} ${problems.length === 1 ? 'problem' : 'problems'}`;
  context.stdout(`${words[outcome]} (${scope}${count})\n`);
}

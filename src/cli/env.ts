import { Command } from 'commander';
import type { Context } from './context.ts';
import type { DiffOptions } from './env/actions.ts';
import { type PlaceFlags, withPlaceFlags } from './project/place-flags.ts';

/** `assay env`: the environments that were measured in, and this one. */
export function envCommand(context: Context): Command {
  const env = new Command('env').description('show, list and compare the environments that were measured in');
  env
    .command('list')
    .description('the environments in the database, most recently used first')
    .action(async () => (await actions()).list(context));
  env
    .command('show')
    .description('one environment in full')
    .argument('[id]', 'id, its beginning, or a name of assay.yaml; without one, the environment here and now')
    .option('--include-names', 'also tell the names of host, user and folder (only of here and now)')
    .action(async (id: string | undefined, options: { includeNames?: boolean }) =>
      (await actions()).show(context, id, options),
    );
  env
    .command('diff')
    .description('what differs between two environments, and what that means for comparing them')
    .argument('<a>', 'id, its beginning, or a name of assay.yaml')
    .argument('[b]', 'the same; without one, the environment here and now')
    .option('--file', 'a and b are files written by: assay env show --json')
    .option('--all', 'also what is the same')
    .action(async (a: string, b: string | undefined, options: DiffOptions) =>
      (await actions()).diff(context, a, b, options),
    );
  withPlaceFlags(env.command('explain'))
    .description('where this project is measured, and why there')
    .action(async (flags: PlaceFlags) =>
      (await import('./env/explain.ts')).explainEnvironments(context, flags),
    );
  return env;
}

/** Only once one is asked for: help and completion need none of it. */
function actions() {
  return import('./env/actions.ts');
}

import { mkdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { Command } from 'commander';
import { AssayError, EXIT } from '../core/error.ts';
import { formatValue } from '../core/unit.ts';
import type { Retention } from '../store/maintenance.ts';
import type { Context } from './context.ts';

export function dbCommand(context: Context): Command {
  const command = new Command('db')
    .summary('back up, restore, check and prune the database')
    .description('Looks after the database in .assay/assay.db.');
  command
    .command('backup')
    .summary('copy the database while it is in use')
    .description(
      'Writes a consistent copy, also while another process measures. The same contents give the same bytes.',
    )
    .argument('<file>', 'where to; an existing file is replaced once the copy is complete')
    .action(async (file: string) => {
      const { backupStore } = await import('../store/maintenance.ts');
      await using project = await context.openProjectStore({ readonly: true });
      const destination = resolve(context.cwd, file);
      await mkdir(dirname(destination), { recursive: true });
      await backupStore(project.store, destination);
      print(context, 'backup', { file: destination }, `backed up to ${destination}`);
    });
  command
    .command('restore')
    .summary('put a backup in the place of the database')
    .description(
      'Checks a backup and puts it in the place of the database. An existing database needs --replace.',
    )
    .argument('<file>', 'a backup')
    .option('--replace', 'replace the database that is there')
    .action(async (file: string, flags: { replace?: boolean }) => {
      const { restoreStore } = await import('../store/maintenance.ts');
      const path = context.files.db ?? join(await projectRoot(context), '.assay', 'assay.db');
      await mkdir(dirname(path), { recursive: true });
      await restoreStore(resolve(context.cwd, file), path, { replace: flags.replace ?? false });
      print(context, 'restore', { file: path }, `restored ${path}`);
    });
  command
    .command('check')
    .summary('check structure and samples')
    .description(
      'Checks the structure of the database and every sample against the digest of its measurement.',
    )
    .action(async () => {
      const { checkStore } = await import('../store/maintenance.ts');
      await using project = await context.openProjectStore({ readonly: true });
      const problems = await checkStore(project.store);
      if (problems.length > 0) context.exit(EXIT.regression);
      print(context, 'check', { problems }, problems.length === 0 ? 'no problem found' : problems.join('\n'));
    });
  command
    .command('prune')
    .summary('remove old runs')
    .description(
      'Removes finished runs outside what --keep names, never a baseline, and gives the space back.',
    )
    .requiredOption('--keep <what>', 'a number of runs, such as 100, or an age, such as 90d', retention)
    .action(async ({ keep }: { keep: Retention }) => {
      const { pruneStore } = await import('../store/maintenance.ts');
      await using project = await context.openProjectStore();
      const { removed, kept, bytes } = await pruneStore(project.store, keep);
      const size = bytes.map((each) => formatValue(each, 'By')).join(' → ');
      print(
        context,
        'prune',
        { removed, kept, bytes },
        `removed ${removed.length} runs, kept ${kept}; ${size}`,
      );
    });
  return command;
}

function print(context: Context, action: string, result: object, text: string): void {
  context.stdout(
    context.json ? `${JSON.stringify({ schema: 'assay.db/1', action, ...result }, null, 2)}\n` : `${text}\n`,
  );
}

async function projectRoot(context: Context): Promise<string> {
  const { findProjectRoot } = await import('./project/project.ts');
  return findProjectRoot(context);
}

const DAY_MS = 24 * 3600 * 1000;

function retention(text: string): Retention {
  const match = /^(\d+)(d?)$/.exec(text);
  if (!match || Number(match[1]) === 0) {
    throw new AssayError('usage', `--keep ${text}: neither a number of runs nor an age`, {
      hint: 'for example: --keep 100, or --keep 90d',
    });
  }
  const count = Number(match[1]);
  return match[2] === 'd' ? { since: new Date(Date.now() - count * DAY_MS).toISOString() } : { runs: count };
}

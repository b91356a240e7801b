import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Command } from 'commander';
import type { Proposal } from '../config/detect/proposal.ts';
import { configsIn, repositoryOf } from '../config/find.ts';
import { AssayError } from '../core/error.ts';
import type { Context } from './context.ts';

/** `assay init`: a commented assay.yaml for the repository at hand. Never overwrites. */
export function initCommand(context: Context): Command {
  return new Command('init')
    .description('look at the repository and write a commented assay.yaml that runs')
    .option('-n, --dry-run', 'print the configuration instead of writing it')
    .action((options: { dryRun?: boolean }) => init(context, options.dryRun ?? false));
}

async function init(context: Context, dryRun: boolean): Promise<void> {
  const { propose } = await import('../config/detect/propose.ts');
  const { parseConfig } = await import('../config/load.ts');
  const { starterConfig } = await import('../config/starter.ts');
  const path = context.files.config ?? join(context.cwd, 'assay.yaml');
  if (!dryRun) await refuseExisting(context, path);
  const proposals = await propose(context.cwd);
  const text = starterConfig(proposals);
  const repository = await repositoryOf(context.cwd);
  // What is written must be what Assay reads.
  parseConfig(text, { path, display: path, repository: repository ?? context.cwd });
  if (!dryRun) await writeNew(path, text);
  tell(context, { path, text, proposals, dryRun });
  if (repository === undefined) context.stderr('Assay measures commits: run `git init` and commit first.\n');
}

async function refuseExisting(context: Context, path: string): Promise<void> {
  const [existing] = context.files.config === null ? await configsIn(context.cwd) : [];
  if (existing !== undefined) throw exists(existing);
  if (path.endsWith('/')) throw new AssayError('usage', `${path} is not a file name`);
}

async function writeNew(path: string, text: string): Promise<void> {
  try {
    await writeFile(path, text, { flag: 'wx' });
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'EEXIST') throw exists(path);
    throw new AssayError('usage', `${path} cannot be written: ${(cause as Error).message}`, { cause });
  }
}

function exists(path: string): AssayError {
  return new AssayError('usage', `${path} is there already; it was not changed`, {
    hint: 'see what would be written with `assay init --dry-run`',
  });
}

interface Outcome {
  readonly path: string;
  readonly text: string;
  readonly proposals: readonly Proposal[];
  readonly dryRun: boolean;
}

function tell(context: Context, { path, text, proposals, dryRun }: Outcome): void {
  const detected = proposals.map(({ name, kind, source, build, command }) => ({
    name,
    kind,
    source,
    build,
    command,
  }));
  if (context.json) {
    const result = {
      schema: 'assay.init/1',
      path: dryRun ? null : path,
      detected,
      ...(dryRun ? { text } : {}),
    };
    context.stdout(`${JSON.stringify(result)}\n`);
    return;
  }
  if (dryRun) {
    context.stdout(text);
    return;
  }
  const found = detected.map(({ name, source }) => `  ${name} (${source})\n`).join('');
  context.stdout(`Wrote ${path}\n${found || '  nothing to measure was found: put your own command in it\n'}`);
  context.stdout('Look it over, commit it, then: assay run\n');
}

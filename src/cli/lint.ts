import { join } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { suggestion } from '../config/nearest.ts';
import { SIZE_FORM, sizeBytes } from '../config/quantity.ts';
import { AssayError, EXIT } from '../core/error.ts';
import { SEVERITIES, type Severity } from '../lint/finding.ts';
import type { Facts } from '../lint/rule.ts';
import type { Context } from './context.ts';
import type { LintJson } from './schemas/lint.ts';

interface Flags {
  readonly rule?: readonly string[];
  readonly disable?: readonly string[];
  readonly severity: Severity;
  readonly cpus?: number;
  readonly memory?: number;
}

/** `assay lint`: good practice in what describes the experiment. */
export function lintCommand(context: Context): Command {
  return new Command('lint')
    .description(
      'Looks at assay.yaml, Dockerfiles and compose files for what makes measurements wrong or unsafe.',
    )
    .argument('[path...]', 'files and folders; without any, the files of the project')
    .option('--rule <id>', 'apply only this rule; may be repeated', ids)
    .option('--disable <id>', 'leave out this rule; may be repeated', ids)
    .addOption(
      new Option('--severity <least>', 'leave out findings below it').choices(SEVERITIES).default('note'),
    )
    .option('--cpus <n>', 'processors that limits are added up against, instead of those here', processors)
    .option('--memory <size>', 'memory that limits are added up against, instead of that here', size)
    .action(async (paths: string[], flags: Flags) => {
      const result = await lintPaths(context, paths, flags);
      if (context.json) context.stdout(`${JSON.stringify(result, null, 2)}\n`);
      else (await import('./lint/output.ts')).printLint(context, result);
      const failed = result.findings.some(({ severity }) => severity === 'error');
      if (result.unreadable.length > 0) context.exit(EXIT.usage);
      else context.exit(failed ? EXIT.regression : EXIT.pass);
    });
}

async function lintPaths(context: Context, paths: readonly string[], flags: Flags): Promise<LintJson> {
  const [{ findSources }, { readSources }, { lint }] = await Promise.all([
    import('./lint/find.ts'),
    import('./lint/read.ts'),
    import('../lint/lint.ts'),
  ]);
  const { rule: only, disable: disabled = [], severity: least } = flags;
  await refuseUnknown([...(only ?? []), ...disabled]);
  const found = await findSources(context, paths);
  const [{ sources, unreadable }, facts] = await Promise.all([readSources(found), factsOf(context, flags)]);
  const result = lint(sources, facts, { ...(only && { only }), disabled, least });
  return {
    schema: 'assay.lint/1',
    files: found.map(({ file }) => file),
    rules: [...result.rules],
    machine: { ...facts.machine },
    findings: [...result.findings],
    suppressed: [...result.suppressed],
    unreadable: [...unreadable, ...result.unreadable].map(({ file, error }) => ({
      file,
      message: error.message,
      hint: error.hint ?? null,
    })),
  };
}

async function factsOf(context: Context, { cpus, memory }: Flags): Promise<Facts> {
  const { calibratedIn, thisMachine } = await import('./lint/facts.ts');
  const { findProjectRoot } = await import('./project/project.ts');
  const database = context.files.db ?? join(await findProjectRoot(context), '.assay', 'assay.db');
  const [here, calibrated] = await Promise.all([thisMachine(), calibratedIn(context, database)]);
  return { machine: { cpus: cpus ?? here.cpus, memoryBytes: memory ?? here.memoryBytes }, calibrated };
}

async function refuseUnknown(names: readonly string[]): Promise<void> {
  const known = (await import('../lint/rules.ts')).RULES.map(({ id }) => id);
  const unknown = names.find((name) => !known.includes(name));
  if (unknown === undefined) return;
  throw new AssayError('usage', `there is no rule ${unknown}${suggestion(unknown, known)}`, {
    hint: 'the rules are in docs/reference/lint-rules.md',
  });
}

function ids(value: string, previous: readonly string[] = []): string[] {
  return [...previous, ...value.split(',').map((id) => id.trim())];
}

function size(text: string): number {
  const bytes = sizeBytes(text);
  if (bytes === undefined) throw new InvalidArgumentError(`It must be ${SIZE_FORM}.`);
  return bytes;
}

function processors(text: string): number {
  const count = Number(text);
  if (!/^\d+(\.\d+)?$/.test(text) || count <= 0)
    throw new InvalidArgumentError('It must be a number above 0.');
  return count;
}

import { Command } from 'commander';
import { EXIT } from '../core/error.ts';
import type { Check } from '../environment/check/check.ts';
import type { Diagnosis } from '../environment/diagnose.ts';
import type { Context } from './context.ts';
import { type Colour, painter } from './terminal/paint.ts';
import { textTable } from './terminal/table.ts';
import { widest, wrapText } from './terminal/wrap.ts';

/** `assay doctor`: what will disturb measurements here, and what to do about it. */
export function doctorCommand(context: Context): Command {
  return new Command('doctor')
    .description('look for what will disturb measurements on this machine, each with its fix')
    .action(async () => {
      const { diagnose } = await import('../environment/diagnose.ts');
      const { signal } = context;
      const diagnosis = await diagnose({ worktree: context.cwd, perf: askSampler, signal });
      context.stdout(context.json ? asJson(diagnosis) : asText(diagnosis, context));
      const broken = diagnosis.checks.some((check) => check.status === 'problem');
      context.exit(broken ? EXIT.infrastructure : EXIT.pass);
    });
}

async function askSampler() {
  const { startSampler } = await import('../platform/sampler/sampler.ts');
  await using sampler = await startSampler();
  return sampler.hello.perf;
}

function asJson({ checks, environment }: Diagnosis): string {
  return `${JSON.stringify({ schema: 'assay.doctor/1', checks, environment }, null, 2)}\n`;
}

const GLYPHS: Readonly<Record<Check['status'], readonly [glyph: string, colour: Colour]>> = {
  ok: ['✓', 'green'],
  warning: ['!', 'yellow'],
  problem: ['✗', 'red'],
  unavailable: ['?', 'dim'],
};

function asText({ checks, environment }: Diagnosis, context: Context): string {
  const paint = painter(context.color);
  const width = context.columns - widest(checks.map((check) => check.name)) - '!    '.length;
  const rows = checks.flatMap(({ status, name, finding, fix }) => {
    const [glyph, colour] = GLYPHS[status];
    const fixes = fix === null ? [] : wrapText(`fix: ${fix}`, width).map((line) => paint('cyan', line));
    const [first = '', ...rest] = [...wrapText(finding, width), ...fixes];
    return [[paint(colour, glyph), name, first], ...rest.map((line) => ['', '', line])];
  });
  const table = textTable([{ title: '' }, { title: 'check' }, { title: 'finding' }], rows);
  return `${table}\n${summary(checks)}\nEnvironment ${environment.id}: assay env show\n`;
}

function summary(checks: readonly Check[]): string {
  const count = (status: Check['status']): number => checks.filter((check) => check.status === status).length;
  const parts = [`${count('ok')} in order`, `${count('warning')} will disturb`];
  if (count('unavailable') > 0) parts.push(`${count('unavailable')} cannot be looked at here`);
  const problems = count('problem');
  return `${problems > 0 ? `${problems} must be fixed first, ` : ''}${parts.join(', ')}.`;
}

import { type Finding, SEVERITIES, type Severity } from '../../lint/finding.ts';
import type { Context } from '../context.ts';
import type { LintJson } from '../schemas/lint.ts';
import { type Colour, painter } from '../terminal/paint.ts';
import { wrapText } from '../terminal/wrap.ts';

const COLOURS: Readonly<Record<Severity, Colour>> = { error: 'red', warning: 'yellow', note: 'cyan' };

/** Findings as a compiler writes them, so that editors find the places. */
export function printLint(context: Context, result: LintJson): void {
  const paint = painter(context.color);
  for (const { message, hint } of result.unreadable) {
    context.stderr(
      `${message
        .split('\n')
        .map((line) => `${paint('red', 'error:')} ${line}\n`)
        .join('')}`,
    );
    if (hint !== null) context.stderr(`${paint('cyan', ' hint:')} ${hint}\n`);
  }
  const lines = result.findings.flatMap((finding) => [
    `${finding.file}:${finding.line}:${finding.column}: ${paint(COLOURS[finding.severity], finding.severity)} ${finding.rule}: ${finding.message}`,
    ...wrapText(`fix: ${finding.fix}`, context.columns - INDENT.length).map((line) =>
      paint('dim', INDENT + line),
    ),
  ]);
  context.stdout([...lines, ...(lines.length > 0 ? [''] : []), summary(result), ''].join('\n'));
}

const INDENT = '    ';

function summary({ findings, suppressed, unreadable, files, rules }: LintJson): string {
  const of = (severity: Severity) =>
    findings.filter((finding: Finding) => finding.severity === severity).length;
  const counts = SEVERITIES.map((severity) => counted(of(severity), severity));
  const found = findings.length === 0 ? 'nothing found' : counts.join(', ');
  const also = [
    ...(suppressed.length > 0 ? [`${suppressed.length} suppressed`] : []),
    ...(unreadable.length > 0 ? [`${counted(unreadable.length, 'file')} not readable`] : []),
  ];
  return [`${counted(files.length, 'file')}, ${counted(rules.length, 'rule')}: ${found}`, ...also].join('; ');
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}

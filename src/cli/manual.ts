import type { Command } from 'commander';
import { MANUAL } from './manual-pages.ts';

/** What a command's help says besides its arguments and options. */
export interface ManualPage {
  /** One line for lists of commands, in lower case, without a full stop. */
  readonly summary: string;
  /** What it does and when to use it: paragraphs without line breaks of their own. */
  readonly about: string;
  /** Where an exit code means something of its own here; the general ones are explained by `assay --help`. */
  readonly exits?: string;
  /** What it is for, and the command line. They run in order in the tests of the documents. */
  readonly examples: readonly (readonly [purpose: string, line: string])[];
}

/** Gives a command and its subcommands the texts of their manual pages. */
export function explain(command: Command, path: readonly string[] = [command.name()]): void {
  const page = MANUAL[path.join(' ')];
  if (page) {
    command.summary(page.summary).description(page.about);
    command.addHelpText('after', helpAfter(page));
  }
  for (const inner of command.commands) explain(inner, [...path, inner.name()]);
}

function helpAfter({ exits, examples }: ManualPage): string {
  const lines = examples.flatMap(([purpose, line]) => [`  # ${purpose}`, `  $ ${line}`]);
  const parts = [
    ...(exits === undefined ? [] : [`Exit code: ${exits}`]),
    ...(lines.length === 0 ? [] : [`Examples:\n${lines.join('\n')}`]),
  ];
  return parts.length === 0 ? '' : `\n${parts.join('\n\n')}`;
}

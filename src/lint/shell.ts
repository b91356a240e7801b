import type { CommandSpec } from '../config/plan.ts';
import type { Instruction } from './instruction.ts';

/**
 * The simple commands of a shell line as words. Quotes are taken off and not otherwise understood: this is for
 * recognising tools, not for running anything.
 */
export function commandsOf(line: string): string[][] {
  return line
    .split(/&&|\|\||[;|&\n(){}]/)
    .map((command) =>
      command
        .trim()
        .split(/\s+/)
        .map((word) => word.replaceAll(/["']/g, '')),
    )
    .map(withoutPrefixes)
    .filter((words) => words.length > 0 && words[0] !== '');
}

/** Without what stands before a command and changes nothing about which it is. */
function withoutPrefixes(words: readonly string[]): string[] {
  const first = words.findIndex(
    (word) => !/^(?:\w+=.*|sudo|exec|env|if|then|else|do|!|set|time|command)$/.test(word),
  );
  return first === -1 ? [] : words.slice(first);
}

/** RUN instructions, also those that wait for an image built on this one. */
export function runsOf(instructions: readonly Instruction[]): Instruction[] {
  return instructions
    .filter(({ keyword }) => keyword === 'RUN')
    .map((run) => (run.exec ? { ...run, text: wordsOf(run.text).join(' ') } : run));
}

/** The words of an argument list in JSON; of anything else, none. */
function wordsOf(json: string): string[] {
  try {
    const value: unknown = JSON.parse(json);
    return Array.isArray(value) ? value.map(String) : [];
  } catch {
    return [];
  }
}

/** A command of `assay.yaml` as one line. */
export function lineOf(command: CommandSpec): string {
  return command.kind === 'shell' ? command.line : command.argv.join(' ');
}

const DOWNLOADER = /\b(?:curl|wget)\b/;
const INTERPRETER = /^(?:\S*\/)?(?:(?:ba|da|z|k)?sh|python3?|perl|ruby|node)$/;
const SUBSTITUTED = /\b(?:(?:ba|da|z|k)?sh (?:-c )?|eval |source |\. )["']?(?:\$\(|<\(|`) ?(?:curl|wget)\b/;

/** Whether a line runs what it downloads without a look at it. */
export function runsDownload(line: string): boolean {
  if (SUBSTITUTED.test(line.replaceAll(/\s+/g, ' '))) return true;
  return line.split(/&&|\|\||[;\n]/).some((pipeline) => {
    const [first = '', ...rest] = pipeline.split('|');
    return DOWNLOADER.test(first) && rest.some((stage) => INTERPRETER.test(commandsOf(stage)[0]?.[0] ?? ''));
  });
}

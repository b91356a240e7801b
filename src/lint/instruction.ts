import {
  Copy,
  ModifiableInstruction,
  Onbuild,
  type Instruction as Parsed,
  PropertyInstruction,
  Run,
} from 'dockerfile-ast';
import type { Place } from './place.ts';

/** One instruction of a Dockerfile, as a rule wants to read it. */
export interface Instruction {
  /** In capitals. */
  readonly keyword: string;
  /** Its arguments without flags: continued lines as one, comments between them left out, heredocs as written. */
  readonly text: string;
  /** `--checksum=sha256:…` by name; an empty value where none is given. */
  readonly flags: ReadonlyMap<string, string>;
  /** Of ARG and ENV. */
  readonly variables: readonly Variable[];
  /** Whether the arguments are a JSON list, which is run without a shell. */
  readonly exec: boolean;
  /** Whether it is the trigger of an ONBUILD. */
  readonly onbuild: boolean;
  readonly at: Place;
}

export interface Variable {
  readonly name: string;
  /** Without quotes; `null`: none is given. */
  readonly value: string | null;
}

/** What the parser found, as an instruction; `continuation` is the character that continues a line. */
export function convert(parsed: Parsed, lines: readonly string[], continuation: string): Instruction {
  const trigger = parsed instanceof Onbuild ? parsed.getTriggerInstruction() : null;
  const of = trigger ?? parsed;
  const text = argumentsOf(of, lines, continuation);
  const { line, character } = parsed.getRange().start;
  return {
    keyword: of.getKeyword(),
    text,
    flags: flagsOf(of),
    variables: of instanceof PropertyInstruction ? variablesOf(of) : [],
    exec: /^\[.*\]$/s.test(text.trim()),
    onbuild: trigger !== null,
    at: { line: line + 1, column: character + 1 },
  };
}

function argumentsOf(parsed: Parsed, lines: readonly string[], continuation: string): string {
  const range = parsed.getArgumentsRange();
  if (range === null) return '';
  const { start, end } = range;
  const own = lines.slice(start.line, end.line + 1);
  own.push(own.pop()!.slice(0, end.character));
  own[0] = own[0]!.slice(start.character);
  if ((parsed instanceof Run || parsed instanceof Copy) && parsed.getHeredocs().length > 0)
    return own.join('\n');
  const [first, ...rest] = own;
  return [first!, ...rest.filter((line) => !/^\s*(#|$)/.test(line))]
    .map((line) => (line.trimEnd().endsWith(continuation) ? line.trimEnd().slice(0, -1) : line))
    .join(' ');
}

function flagsOf(parsed: Parsed): Map<string, string> {
  const flags = parsed instanceof ModifiableInstruction ? parsed.getFlags() : [];
  return new Map(flags.map((flag) => [flag.getName(), flag.getValue() ?? '']));
}

function variablesOf(parsed: PropertyInstruction): Variable[] {
  return parsed.getProperties().map((property) => ({ name: property.getName(), value: property.getValue() }));
}

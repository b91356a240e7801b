import { DockerfileParser } from 'dockerfile-ast';
import { AssayError } from '../core/error.ts';
import { expand } from './expand.ts';
import { convert, type Instruction } from './instruction.ts';
import type { Place } from './place.ts';

export interface Dockerfile {
  readonly file: string;
  /** In the order of the file; never empty. */
  readonly stages: readonly Stage[];
  /** All of them, also what comes before the first FROM. */
  readonly instructions: readonly Instruction[];
  /** The stage that is built when none is named. */
  readonly final: Stage;
}

export interface Stage {
  readonly from: Instruction;
  /** What it begins with, variables replaced; `null` where the value comes from outside of the file. */
  readonly image: string | null;
  /** The earlier stage that `image` names. */
  readonly base: Stage | null;
  readonly name: string | null;
  /** After its FROM, without those that are only run by images built on it. */
  readonly instructions: readonly Instruction[];
}

const KEYWORDS = new Set(
  'ADD ARG CMD COPY ENTRYPOINT ENV EXPOSE FROM HEALTHCHECK LABEL MAINTAINER ONBUILD RUN SHELL STOPSIGNAL USER VOLUME WORKDIR'.split(
    ' ',
  ),
);

/** Reads a Dockerfile. What makes it none is one `input` error with the lines. */
export function parseDockerfile(text: string, file: string): Dockerfile {
  const parsed = instructionsOf(text);
  const problems = parsed.flatMap((instruction) => {
    const problem = problemOf(instruction);
    return problem === null ? [] : [`${placeText(file, instruction.at)}: ${problem}`];
  });
  const first = parsed.find(({ keyword }) => keyword !== 'ARG');
  if (first === undefined) problems.push(`${file}:1:1: there is no FROM`);
  else if (problems.length === 0 && first.keyword !== 'FROM') {
    problems.push(`${placeText(file, first.at)}: ${first.keyword} before the first FROM`);
  }
  if (problems.length > 0) {
    throw new AssayError('input', problems.slice(0, MOST_PROBLEMS).join('\n'), {
      hint: 'see https://docs.docker.com/reference/dockerfile/',
    });
  }
  const stages = stagesOf(parsed);
  return { file, stages, instructions: parsed, final: stages.at(-1)! };
}

/** A file that is no Dockerfile at all has as many problems as lines. */
const MOST_PROBLEMS = 5;

function instructionsOf(text: string): Instruction[] {
  const dockerfile = DockerfileParser.parse(text);
  const continuation = dockerfile.getEscapeCharacter();
  const lines = text.split(/\r\n|\n|\r/);
  return dockerfile.getInstructions().map((each) => convert(each, lines, continuation));
}

function problemOf({ keyword, text, onbuild }: Instruction): string | null {
  if (!KEYWORDS.has(keyword))
    return `${JSON.stringify(keyword.slice(0, 40))} is no instruction of a Dockerfile`;
  if (text.trim() === '' && !onbuild) return `${keyword} has no argument`;
  return null;
}

function stagesOf(instructions: readonly Instruction[]): Stage[] {
  const args = new Map<string, string>();
  const stages: (Stage & { instructions: Instruction[] })[] = [];
  for (const instruction of instructions) {
    const current = stages.at(-1);
    if (instruction.keyword === 'FROM' && !instruction.onbuild)
      stages.push(stageOf(instruction, args, stages));
    else if (current !== undefined) current.instructions.push(instruction);
    else for (const { name, value } of instruction.variables) if (value !== null) args.set(name, value);
  }
  return stages;
}

function stageOf(from: Instruction, args: ReadonlyMap<string, string>, before: readonly Stage[]) {
  const [written = '', as, name] = from.text.trim().split(/\s+/);
  const image = expand(written, (variable) => args.get(variable));
  const called = image?.toLowerCase();
  const base = called === undefined ? undefined : before.findLast((stage) => stage.name === called);
  return {
    from,
    image,
    base: base ?? null,
    name: as?.toLowerCase() === 'as' && name !== undefined ? name.toLowerCase() : null,
    instructions: [],
  };
}

function placeText(file: string, { line, column }: Place): string {
  return `${file}:${line}:${column}`;
}

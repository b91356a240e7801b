import { existsSync } from 'node:fs';
import { appendFile, mkdir, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { ROOT } from '../../scripts/command.ts';
import { EXIT } from '../../src/core/error.ts';
import { alike, describeMachine, type Machine } from '../machine.ts';

/** Something done again and again, each time with an answer of its own. */
export interface Trials<Answer> {
  /** What is asked, in words; answers to another question are not counted in. */
  readonly question: string;
  /** What a trial is called: the name of the flag that says how many there are. */
  readonly unit: string;
  /** How many, unless the flag says otherwise. */
  readonly count: number;
  /** `folder` stays from one trial to the next. */
  readonly trial: (folder: string, index: number, signal: AbortSignal) => Promise<Answer>;
  readonly print: (index: number, answer: Answer) => void;
}

/**
 * Makes the trials, each printed and kept as it ends. Started again it goes on where it was stopped, on the same
 * machine with the same Assay; `--fresh` begins anew. `name` is the folder of its state.
 */
export async function runTrials<Answer>(name: string, trials: Trials<Answer>): Promise<Answer[]> {
  const { unit } = trials;
  const { values } = parseArgs({
    options: { [unit]: { type: 'string', default: String(trials.count) }, fresh: { type: 'boolean' } },
  });
  const count = Number(values[unit]);
  if (!Number.isSafeInteger(count) || count < 1) refuse(`--${unit} ${values[unit]}: not a number of ${unit}`);
  const stopping = new AbortController();
  process.once('SIGINT', () => stopping.abort());
  const folder = join(ROOT, '.assay', 'acceptance', name);
  if (values.fresh) await rm(folder, { recursive: true, force: true });
  const file = await openAnswers<Answer>(join(folder, 'answers.jsonl'), {
    question: trials.question,
    machine: await describeMachine(),
  });
  const { answers } = file;
  for (const [i, answer] of answers.entries()) trials.print(i, answer);
  while (answers.length < count) {
    stopping.signal.throwIfAborted();
    const answer = await trials.trial(folder, answers.length, stopping.signal);
    await file.append(answer);
    answers.push(answer);
    trials.print(answers.length - 1, answer);
  }
  return answers;
}

interface Heading {
  readonly question: string;
  readonly machine: Machine;
}

/** A file of one line an answer below a heading that says what they answer. */
async function openAnswers<Answer>(
  path: string,
  heading: Heading,
): Promise<{ answers: Answer[]; append(answer: Answer): Promise<void> }> {
  const append = (value: unknown): Promise<void> => appendFile(path, `${JSON.stringify(value)}\n`);
  await mkdir(dirname(path), { recursive: true });
  const lines = existsSync(path) ? (await readFile(path, 'utf8')).trimEnd().split('\n') : [];
  const kept = lines.length === 0 ? null : (JSON.parse(lines[0]!) as Heading);
  if (kept === null) await append(heading);
  else if (kept.question !== heading.question || !alike(kept.machine, heading.machine)) {
    refuse(`${path} holds answers of another machine, Assay or question; begin anew with --fresh`);
  }
  return { answers: lines.slice(1).map((line) => JSON.parse(line) as Answer), append };
}

/** A mistake of the person who started it. */
function refuse(message: string): never {
  console.error(message);
  process.exit(EXIT.usage);
}

import { existsSync } from 'node:fs';
import { appendFile, mkdir, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { ROOT } from '../../scripts/command.ts';
import type { CompareResult } from '../../src/cli/schemas/compare.ts';
import { EXIT } from '../../src/core/error.ts';
import { formatChange, formatValue } from '../../src/core/unit.ts';
import { alike, describeMachine, type Machine } from '../machine.ts';
import { compareCommits } from '../workload/compare.ts';

/** One compare of an acceptance run, as kept. */
export interface Answer {
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly wallS: number;
  readonly verdict: CompareResult['verdict'];
  readonly comparisons: readonly Pick<
    CompareResult['comparisons'][number],
    'benchmark' | 'metric' | 'baseline' | 'candidate' | 'ratio' | 'interval' | 'blocks' | 'verdict'
  >[];
}

export interface Series {
  /** What is measured, in words; answers to another question are not counted in. */
  readonly question: string;
  /** Of compares, unless `--compares` says otherwise. */
  readonly count: number;
  /** Makes the repository with the two commits. */
  readonly prepare: (path: string, signal: AbortSignal) => Promise<void>;
}

/**
 * Compares again and again, each compare printed and kept as it ends. Started again it goes on where it was
 * stopped, on the same machine with the same Assay; `--fresh` begins anew. `name` is the folder of its state.
 */
export async function runSeries(name: string, series: Series): Promise<Answer[]> {
  const { values } = parseArgs({
    options: { compares: { type: 'string', default: String(series.count) }, fresh: { type: 'boolean' } },
  });
  const count = Number(values.compares);
  if (!Number.isSafeInteger(count) || count < 1)
    refuse(`--compares ${values.compares}: not a number of compares`);
  const stopping = new AbortController();
  process.once('SIGINT', () => stopping.abort());
  const folder = join(ROOT, '.assay', 'acceptance', name);
  if (values.fresh) await rm(folder, { recursive: true, force: true });
  const file = await openAnswers(join(folder, 'answers.jsonl'), {
    question: series.question,
    machine: await describeMachine(),
  });
  const repository = join(folder, 'repository');
  if (!existsSync(join(repository, '.git', 'ready'))) {
    await rm(repository, { recursive: true, force: true });
    await series.prepare(repository, stopping.signal);
    await appendFile(join(repository, '.git', 'ready'), '');
  }
  const answers = file.answers;
  for (const [i, answer] of answers.entries()) print(i, answer);
  while (answers.length < count) {
    stopping.signal.throwIfAborted();
    const answer = await ask(repository, stopping.signal);
    await file.append(answer);
    answers.push(answer);
    print(answers.length - 1, answer);
  }
  return answers;
}

async function ask(repository: string, signal: AbortSignal): Promise<Answer> {
  const at = new Date().toISOString();
  const { wallS, result } = await compareCommits(repository, signal);
  const comparisons = result.comparisons.map(
    ({ benchmark, metric, baseline, candidate, ratio, interval, blocks, verdict }) => ({
      ...{ benchmark, metric, baseline, candidate, ratio, interval, blocks, verdict },
    }),
  );
  return { at, wallS, verdict: result.verdict, comparisons };
}

interface Heading {
  readonly question: string;
  readonly machine: Machine;
}

/** A file of one line a compare below a heading that says what they answer. */
async function openAnswers(
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

function print(index: number, { comparisons, wallS }: Answer): void {
  for (const { benchmark, baseline, candidate, ratio, interval, blocks, verdict } of comparisons) {
    const [low, high] = interval.map(formatChange);
    const sides = [baseline, candidate].map((side) => formatValue(side?.median ?? null, 's')).join(' → ');
    console.log(
      `${String(index + 1).padStart(3)}  ${benchmark}  ${sides}  ${formatChange(ratio)} [${low}, ${high}]  ` +
        `${blocks} blocks  ${formatValue(wallS, 's')}  ${verdict}`,
    );
  }
}

/** A mistake of the person who started it. */
function refuse(message: string): never {
  console.error(message);
  process.exit(EXIT.usage);
}

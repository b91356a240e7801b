import { caseLabel } from '../../core/case.ts';
import { EXIT } from '../../core/error.ts';
import { formatChange } from '../../core/unit.ts';
import { shortCommit } from '../../report/names.ts';
import type { Context } from '../context.ts';
import type { BisectResult } from '../schemas/bisect.ts';
import { type Colour, painter } from '../terminal/paint.ts';
import { textTable } from '../terminal/table.ts';
import { intervalWords } from '../terminal/verdict-words.ts';
import type { PathStep } from './search.ts';

/** Tells each comparison as it is made. */
export function sayStep(context: Context, step: PathStep, planned: number): void {
  if (context.json && !context.interactive) return;
  const change = step.ratio === null ? (step.reason ?? '') : changeWords(step);
  const left = step.left === 1 ? '1 commit left' : `${step.left} commits left`;
  const most = `at most about ${planned} comparisons`;
  context.stderr(`${shortCommit(step.commit)} ${STANDING[step.standing]}: ${change}; ${left} (${most})\n`);
}

/** Prints where the change came in and the path that led there. */
export function printBisect(context: Context, result: BisectResult): void {
  if (result.status !== 'found') context.exit(EXIT.inconclusive);
  if (context.json) {
    context.stdout(`${JSON.stringify(result, null, 2)}\n`);
    return;
  }
  const paint = painter(context.color);
  context.stdout(`${pathTable(result, paint)}\n`);
  for (const line of finding(result)) context.stdout(`${line}\n`);
}

const STANDING: Readonly<Record<PathStep['standing'], string>> = {
  good: 'is like GOOD',
  bad: 'has the change',
  inconclusive: 'cannot be told',
  untestable: 'cannot be tested',
};

const COLOURS: Readonly<Record<PathStep['standing'], Colour>> = {
  good: 'green',
  bad: 'red',
  inconclusive: 'yellow',
  untestable: 'yellow',
};

function pathTable({ path }: BisectResult, paint: ReturnType<typeof painter>): string {
  return textTable(
    [
      { title: 'commit' },
      { title: 'to GOOD', align: 'right' },
      { title: 'interval' },
      { title: '' },
      { title: 'left', align: 'right' },
      { title: 'run' },
      { title: '' },
    ],
    path.map((step) => [
      shortCommit(step.commit),
      formatChange(step.ratio),
      step.interval === null ? '' : intervalWords(step.interval),
      paint(COLOURS[step.standing], STANDING[step.standing]),
      String(step.left),
      `${step.run ?? ''}${step.stored ? ' (stored)' : ''}`,
      step.standing === 'untestable' ? `${step.title}: ${step.reason}` : step.title,
    ]),
  );
}

function finding(result: BisectResult): string[] {
  const { culprit, path, metric, benchmark, errorProbability, comparisons, suspects, advice } = result;
  const what = [benchmark, result.case ? caseLabel(result.case) : '', metric ?? ''].filter(Boolean).join(' ');
  const error = `Chance that a comparison misled: at most ${Number((errorProbability * 100).toPrecision(2))} %, if each commit is at the level of GOOD or of BAD.`;
  switch (result.status) {
    case 'found':
      return [
        `${what} changed by ${changeWords(path[0]!)} with ${shortCommit(culprit!.commit)} ${culprit!.title}`,
        `${comparisons} comparisons over ${result.commits} commits. ${error}`,
      ];
    case 'several':
      return [
        `${what} changed by ${changeWords(path[0]!)} with one of these, which could not be told apart:`,
        ...suspects.map(({ commit, title }) => `  ${shortCommit(commit)} ${title}`),
        `${error} Next: ${advice}`,
      ];
    case 'inconclusive':
      return [
        `inconclusive: ${path.at(-1)!.reason ?? 'the comparison was not settled'}`,
        ...(suspects.length === 0 ? [] : [`It is one of ${suspects.length} commits.`]),
        `Next: ${advice}`,
      ];
    case 'no-change':
      return [`GOOD and BAD do not differ in ${benchmark}. Next: ${advice}`];
  }
}

function changeWords({ ratio, interval }: PathStep): string {
  return `${formatChange(ratio)} ${interval === null ? '' : intervalWords(interval)}`.trim();
}

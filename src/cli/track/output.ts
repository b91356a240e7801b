import { EXIT } from '../../core/error.ts';
import { formatValue } from '../../core/unit.ts';
import { shortCommit } from '../../report/names.ts';
import type { Context } from '../context.ts';
import type { TrackResult } from '../schemas/track.ts';
import { type Colour, painter } from '../terminal/paint.ts';
import { textTable } from '../terminal/table.ts';

type Tracked = TrackResult['commits'][number];

/** Says which commit is measured, how many there are, and about how long the rest will take. */
export function startTrackProgress(context: Context, of: number) {
  const said = !context.json || context.interactive;
  let index = 0;
  let spentS = 0;
  let measured = 0;
  let startedAt = 0;
  return {
    begin(commit: Tracked): void {
      startedAt = performance.now();
      index++;
      const left =
        measured === 0 ? '' : `, about ${formatValue((spentS / measured) * (of - index + 1), 's')} left`;
      if (said) context.stderr(`[${index}/${of}${left}] ${shortCommit(commit.commit)} ${commit.title}\n`);
    },
    end(commit: Tracked): void {
      // What was found known takes no time and says nothing about the rest.
      if (commit.status === 'measured' || commit.status === 'failed') {
        spentS += (performance.now() - startedAt) / 1000;
        measured++;
      }
      if (said && commit.reason !== null) context.stderr(`  ${commit.status}: ${commit.reason}\n`);
    },
  };
}

/** Prints the outcome; exit code 3 if something that could be built was not measured. */
export function printTrack(context: Context, result: TrackResult): void {
  const count = (...statuses: Tracked['status'][]): number =>
    result.commits.filter(({ status }) => statuses.includes(status)).length;
  if (count('failed', 'busy') > 0) context.exit(EXIT.inconclusive);
  if (context.json) {
    context.stdout(`${JSON.stringify(result, null, 2)}\n`);
    return;
  }
  printText(context, result);
  const parts = [
    `${count('measured')} measured now`,
    `${count('known')} known before`,
    ...(count('planned') > 0 ? [`${count('planned')} to be measured`] : []),
    ...(count('unbuildable') > 0 ? [`${count('unbuildable')} cannot be built and were skipped`] : []),
    ...(count('failed', 'busy') > 0 ? [`${count('failed', 'busy')} could not be measured`] : []),
  ];
  context.stdout(`${result.commits.length} commits: ${parts.join(', ')}.\n`);
  if (count('measured', 'known') > 1) context.stdout('See how it went: assay history\n');
}

const COLOURS: Readonly<Record<Tracked['status'], Colour>> = {
  measured: 'green',
  known: 'dim',
  planned: 'dim',
  unbuildable: 'yellow',
  failed: 'red',
  busy: 'yellow',
};

function printText(context: Context, { commits, order }: TrackResult): void {
  if (commits.length === 0) return;
  const paint = painter(context.color);
  context.stdout(
    textTable(
      [
        { title: 'commit' },
        { title: 'order', align: 'right' },
        { title: 'status' },
        { title: 'run' },
        { title: '' },
      ],
      commits.map(({ commit, status, run, reason, title, resumed }) => [
        shortCommit(commit),
        order.includes(commit) ? String(order.indexOf(commit) + 1) : '',
        paint(COLOURS[status], `${status}${resumed ? ' (resumed)' : ''}`),
        run ?? '',
        reason === null ? title : `${title}: ${reason}`,
      ]),
    ),
  );
  if (order.length > 0) {
    const words = 'Order: the newest, the oldest, then the middle of the longest unknown stretch.';
    context.stdout(`\n${paint('dim', words)}\n`);
  }
}

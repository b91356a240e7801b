import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { normal, seededRandom } from '../../src/core/random.ts';
import { detectChanges } from '../../src/stats/change/detect.ts';
import { describeMachine } from '../machine.ts';
import { scratch } from '../scratch.ts';
import { markdownTable } from '../simulate/table.ts';
import { FAMILIES, type Labelled, labelled } from './labelled.ts';
import { type Found, installPeers, OTAVA } from './peers.ts';
import { MARGIN, type Score, score } from './score.ts';

/**
 * Searches the same labelled histories with Assay, Apache Otava and a t-test rule, each with its defaults, and
 * writes bench/RESULTS-changes.md: F1, covering, false steps and time. Seeds are fixed; times are this machine's.
 */
const PER_FAMILY = 40;

/** Timing: histories of 1,000 points, in this many turns of ours and the peers'. */
const LONG = { histories: 100, points: 1_000, turns: 3 };

/** Ours alone: what a project of many benchmarks asks for. */
const MANY = 1_000;

const page = fileURLToPath(new URL('../RESULTS-changes.md', import.meta.url));
await using folder = await scratch();
const peers = await installPeers(join(folder.path, 'python'));
const histories = labelled(PER_FAMILY);
const theirs = await peers(histories.map(({ values }) => values));
const methods = [
  ['Assay', ours(histories.map(({ values }) => values))],
  ['Otava', theirs.otava],
  ['t-test rule', theirs.tTest],
] as const;
const machine = await describeMachine();
await writeFile(
  page,
  [...intro(machine.facts), scoreTable(), '', familyTable(), '', await timeTable(), ''].join('\n'),
);

function ours(series: readonly (readonly number[])[]): Found {
  const started = performance.now();
  const places = series.map((values) => detectChanges(values).changePoints.map(({ index }) => index));
  return { places, seconds: (performance.now() - started) / 1_000 };
}

function intro(facts: readonly (readonly [string, string])[]): string[] {
  const machineWords = facts.map(([label, value]) => `${label} ${value}`).join(', ');
  return [
    '# Change points against peers',
    '',
    'Written by `scripts/run bench/changes/run.ts`; never edited by hand. Labelled histories from fixed seeds',
    '(`bench/changes/labelled.ts`), each method with its defaults: Assay, Apache Otava',
    `(${OTAVA}, in one Python process through its own analysis), and a rule that tests ten runs before against ten`,
    `runs after each place (Welch, p < 0.001). F1 with a margin of ${MARGIN} points and position 0 counted, and covering, as van den`,
    'Burg and Williams (2020) define them.',
    '',
    `Measured ${new Date().toISOString()}: ${machineWords}.`,
    '',
  ];
}

function scored(found: Found, of: (each: Labelled) => boolean): Score[] {
  return histories.flatMap((each, i) =>
    of(each) ? [score(found.places[i]!, each.changes, each.values.length)] : [],
  );
}

function average(scores: readonly Score[], key: keyof Score): number {
  return scores.reduce((sum, each) => sum + each[key], 0) / scores.length;
}

function scoreTable(): string {
  const rows = methods.map(([name, found]) => {
    const all = scored(found, () => true);
    const quiet = scored(found, ({ changes }) => changes.length === 0);
    const alarmed = quiet.filter(({ falsePositives }) => falsePositives > 0).length;
    return [
      name,
      ...(['f1', 'covering', 'precision', 'recall'] as const).map((key) => average(all, key).toFixed(3)),
      average(all, 'falsePositives').toFixed(2),
      `${((100 * alarmed) / quiet.length).toFixed(1)} %`,
    ];
  });
  const steady = histories.filter(({ changes }) => changes.length === 0).length;
  return markdownTable(
    [
      'method',
      'F1',
      'covering',
      'precision',
      'recall',
      'false steps a history',
      'histories without a step that show one',
    ],
    rows,
    `${histories.length} histories of ${FAMILIES.length} families; ${steady} of them have no step.`,
  );
}

function familyTable(): string {
  return markdownTable(
    ['family', ...methods.map(([name]) => `F1 ${name}`)],
    FAMILIES.map(({ name, what }) => [
      `${name}: ${what}`,
      ...methods.map(([, found]) =>
        average(
          scored(found, ({ family }) => family === name),
          'f1',
        ).toFixed(3),
      ),
    ]),
    `${PER_FAMILY} histories a row.`,
  );
}

async function timeTable(): Promise<string> {
  const long = manyOf(LONG.histories);
  ours(long);
  const turns: { ours: number; otava: number; tTest: number }[] = [];
  for (let turn = 0; turn < LONG.turns; turn++) {
    const mine = ours(long).seconds;
    const other = await peers(long);
    turns.push({ ours: mine, otava: other.otava.seconds, tTest: other.tTest.seconds });
  }
  const middle = (of: (turn: (typeof turns)[number]) => number): number =>
    turns.map(of).sort((a, b) => a - b)[LONG.turns >> 1]!;
  const milliseconds = (seconds: number): string => ((1_000 * seconds) / LONG.histories).toFixed(2);
  const all = ours(manyOf(MANY)).seconds;
  const row = (name: string, key: 'ours' | 'otava' | 'tTest'): string[] => [
    name,
    milliseconds(middle((turn) => turn[key])),
    middle((turn) => turn[key] / turn.ours).toFixed(1),
  ];
  return markdownTable(
    ['method', 'ms a history', 'times ours'],
    [row('Assay', 'ours'), row('Otava', 'otava'), row('t-test rule', 'tTest')],
    `${LONG.histories} histories of ${LONG.points} points, half of them with four steps, half without; median of ${LONG.turns} turns. ` +
      `Assay searches ${MANY} such histories in one process in ${all.toFixed(1)} s.`,
  );
}

/** Half white with four steps of 4 sd, half AR(1) with ρ = 0.5 without a step. */
function manyOf(count: number): number[][] {
  return Array.from({ length: count }, (_, i) => {
    const random = seededRandom(50_000 + i);
    let state = 0;
    return Array.from({ length: LONG.points }, (_, t) => {
      state = (i % 2) * 0.5 * state + normal(random);
      return 100 + state + (i % 2 === 0 ? 4 * (Math.floor(t / 200) % 2) : 0);
    });
  });
}

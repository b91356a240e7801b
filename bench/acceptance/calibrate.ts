import { type CalibrateResult, CalibrateResultSchema } from '../../src/cli/schemas/calibrate.ts';
import { assay } from '../workload/compare.ts';
import { containedSpin } from '../workload/contained.ts';
import { commits } from '../workload/repository.ts';
import { prepared } from './series.ts';
import { runTrials } from './trials.ts';

/**
 * Calibrates again and again: twice a container against this host, each against itself, and a container of half
 * a processor. `scripts/run bench/acceptance/calibrate.ts [--rounds 4] [--fresh]`. Exit code 1 when too few
 * intervals of the same overlap, when equal environments show an effect, or when half a processor does not
 * take twice as long.
 */

/** Of the pairs of intervals. */
const OVERLAP_SHARE = 0.95;
/** Of the probes of equal environments. */
const NO_EFFECT_SHARE = 0.99;
const HALF = 2;

interface Answer {
  readonly pairs: number;
  readonly overlapping: number;
  readonly apart: readonly string[];
  readonly equal: number;
  readonly noEffect: number;
  readonly effects: readonly string[];
  /** Of computing at half a processor, wall time. */
  readonly half: readonly { readonly name: string; readonly interval: readonly (number | null)[] }[];
}

const answers = await runTrials<Answer>('calibrate', {
  question: 'probes on this host and in a container, and in one of half a processor',
  unit: 'rounds',
  count: 4,
  trial: async (folder, _index, signal) => {
    const repository = await prepared(folder, (path) => commits(path, [containedSpin(1000)]), signal);
    const calibrate = async (...args: readonly string[]): Promise<CalibrateResult> =>
      CalibrateResultSchema.parse(
        JSON.parse(await assay(repository, ['calibrate', '--json', ...args], signal)),
      );
    const between = ['--env', 'host', '--env', 'small'];
    const [first, second] = [await calibrate(...between), await calibrate(...between)];
    const pairs = first.rows.flatMap((row, i) =>
      row.status === 'measured' ? [[row, second.rows[i]!] as const] : [],
    );
    const apart = pairs.filter(([a, b]) => !overlap(intervalOf(a), intervalOf(b))).map(([a]) => nameOf(a));
    const selves = [
      await calibrate('--env', 'host', '--env', 'host'),
      await calibrate('--env', 'small', '--env', 'small'),
    ].flatMap(({ rows }) => rows.filter(({ status }) => status === 'measured'));
    const effects = selves.filter(({ finding }) => finding !== 'none').map(nameOf);
    const half = await calibrate('--env', 'half', '--probes', 'integer,floating');
    return {
      ...{ pairs: pairs.length, overlapping: pairs.length - apart.length, apart },
      ...{ equal: selves.length, noEffect: selves.length - effects.length, effects },
      half: half.rows
        .filter(({ metric }) => metric === 'wall')
        .map((row) => ({ name: nameOf(row), interval: row.interval })),
    };
  },
  print(index, { pairs, overlapping, apart, equal, noEffect, effects, half }) {
    const words = half.map(
      ({ name, interval }) => `${name} [${interval.map((end) => end?.toFixed(3)).join(', ')}]`,
    );
    console.log(
      `${String(index + 1).padStart(3)}  overlap ${overlapping} of ${pairs}${listed(apart)}  equal: no effect in ` +
        `${noEffect} of ${equal}${listed(effects)}  half: ${words.join(', ')}`,
    );
  },
});
const sum = (of: (answer: Answer) => number): number => answers.reduce((total, each) => total + of(each), 0);
const overlapping = sum(({ overlapping: n }) => n) / sum(({ pairs }) => pairs);
const noEffect = sum(({ noEffect: n }) => n) / sum(({ equal }) => equal);
const halves = answers.flatMap(({ half }) => half);
const twice = halves.filter(
  ({ interval: [low, high] }) => (low ?? 0) <= HALF && HALF <= (high ?? Infinity),
).length;
const good = overlapping >= OVERLAP_SHARE && noEffect >= NO_EFFECT_SHARE && twice === halves.length;
const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
console.log(
  `\n${percent(overlapping)} of the intervals of two calibrations overlap (${OVERLAP_SHARE * 100} % are asked for), ` +
    `${percent(noEffect)} of the probes of equal environments show no effect (${NO_EFFECT_SHARE * 100} %), ` +
    `${twice} of ${halves.length} intervals of computing at half a processor hold ${HALF.toFixed(1)}: ${good ? 'met' : 'not met'}.`,
);
process.exitCode = good ? 0 : 1;

type Row = CalibrateResult['rows'][number];

/** What decides: of an amount that of the difference. */
function intervalOf({ interval, difference }: Row): readonly (number | null)[] {
  return difference?.interval ?? interval;
}

function overlap([a, b]: readonly (number | null)[], [c, d]: readonly (number | null)[]): boolean {
  const [lowest, highest] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  return (a ?? lowest) <= (d ?? highest) && (c ?? lowest) <= (b ?? highest);
}

function nameOf({ benchmark, case: params, metric }: Row): string {
  return [benchmark.replace('probe:', ''), ...Object.values(params), metric].join(' ');
}

function listed(names: readonly string[]): string {
  return names.length === 0 ? '' : ` (not ${names.join(', ')})`;
}

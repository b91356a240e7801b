import { seededRandom } from '../../src/core/random.ts';
import { detectChanges } from '../../src/stats/change/detect.ts';
import { autoregressive, HISTORY_NOISES } from './change-noise.ts';
import { formatRate, type Rate } from './rate.ts';
import { markdownTable } from './table.ts';

const LENGTHS = [30, 200];
const DRAWS = 1_000;
const STEPS = [1, 1.5, 2, 3, 5];
const STEP_DRAWS = 500;
const DELAY_DRAWS = 300;

/** How many histories without a step show one. */
export function falseStepTable(share: number): string {
  const draws = Math.ceil(DRAWS * share);
  const rows = HISTORY_NOISES.map(({ name, draw }, i) => [
    name,
    ...LENGTHS.map((n) => {
      const random = seededRandom(20_000 + 100 * i + n);
      const hits = count(draws, () => detectChanges(draw(random, n)).changePoints.length > 0);
      return formatRate({ hits, draws });
    }),
  ]);
  return markdownTable(
    ['noise', ...LENGTHS.map((n) => `${n} points`)],
    rows,
    `${draws.toLocaleString('en-US')} histories a cell, rate of false steps 1 %; 95 % interval of the simulation.`,
  );
}

const PLACES = [
  { name: 'middle of 200, white, within 5', n: 200, at: 100, rho: 0, margin: 5 },
  { name: 'middle of 200, white, within 2', n: 200, at: 100, rho: 0, margin: 2 },
  { name: 'middle of 200, AR(1) ρ = 0.5, within 5', n: 200, at: 100, rho: 0.5, margin: 5 },
  { name: '10 points before the end of 200, white, within 5', n: 200, at: 190, rho: 0, margin: 5 },
  { name: 'middle of 50, white, within 5', n: 50, at: 25, rho: 0, margin: 5 },
  { name: 'middle of 20, white, within 2', n: 20, at: 10, rho: 0, margin: 2 },
];

/** How often a step of a size is found, and how much else is. */
export function foundStepTable(share: number): string {
  const draws = Math.ceil(STEP_DRAWS * share);
  let extra = 0;
  const rows = PLACES.map(({ name, n, at, rho, margin }, i) => [
    name,
    ...STEPS.map((size) => {
      const random = seededRandom(30_000 + 100 * i + 10 * size);
      const hits = count(draws, () => {
        const values = autoregressive(rho)(random, n).map((value, t) => (t >= at ? value + size : value));
        const found = detectChanges(values).changePoints;
        const near = found.filter(({ index }) => Math.abs(index - at) <= margin).length;
        extra += found.length - near;
        return near > 0;
      });
      return percent({ hits, draws });
    }),
  ]);
  const histories = draws * PLACES.length * STEPS.length;
  return markdownTable(
    ['step at', ...STEPS.map((size) => `${size} sd`)],
    rows,
    `${draws} histories a cell. In all ${histories.toLocaleString('en-US')}, ${extra} steps were found elsewhere.`,
  );
}

/** How many points after a step it is first reported. */
export function delayTable(share: number): string {
  const draws = Math.ceil(DELAY_DRAWS * share);
  const rows = [2, 3, 5, 10].map((size) => {
    const random = seededRandom(40_000 + size);
    const delays = Array.from({ length: draws }, () => {
      const values = autoregressive(0)(random, LONGEST_DELAY + 100).map((v, t) => (t >= 100 ? v + size : v));
      for (let after = 1; after <= LONGEST_DELAY; after++) {
        if (
          detectChanges(values.slice(0, 100 + after)).changePoints.some(
            ({ index }) => Math.abs(index - 100) <= 5,
          )
        )
          return after;
      }
      return Number.POSITIVE_INFINITY;
    }).sort((a, b) => a - b);
    const at = (p: number): string => {
      const delay = delays[Math.min(draws - 1, Math.ceil(p * draws) - 1)]!;
      return delay === Number.POSITIVE_INFINITY ? `> ${LONGEST_DELAY}` : String(delay);
    };
    return [`${size} sd`, at(0.1), at(0.5), at(0.9)];
  });
  return markdownTable(
    ['step', 'one in ten by', 'half by', 'nine in ten by'],
    rows,
    `Points of the new level until it is reported, after 100 points of white noise. ${draws} histories a row.`,
  );
}

const LONGEST_DELAY = 30;

function count(draws: number, holds: () => boolean): number {
  let hits = 0;
  for (let i = 0; i < draws; i++) if (holds()) hits++;
  return hits;
}

function percent({ hits, draws }: Rate): string {
  return `${((100 * hits) / draws).toFixed(1)} %`;
}

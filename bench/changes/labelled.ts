import { normal, type Random, seededRandom } from '../../src/core/random.ts';
import { student3 } from '../simulate/noise.ts';

/** A history whose steps are known, since a generator put them there. */
export interface Labelled {
  readonly family: string;
  readonly values: readonly number[];
  /** First positions of new levels. */
  readonly changes: readonly number[];
}

interface Family {
  readonly name: string;
  readonly what: string;
  readonly make: (random: Random) => Omit<Labelled, 'family'>;
}

/** Histories as projects and annotated collections have them: short and long, with and without steps. */
export const FAMILIES: readonly Family[] = [
  { name: 'steady', what: '200 points of white noise', make: (r) => levels(r, 200, [], 0) },
  { name: 'memory', what: '200 points of AR(1), ρ = 0.5', make: (r) => levels(r, 200, [], 0.5) },
  {
    name: 'drifting',
    what: '200 points of white noise (sd 1) on a line that rises by 10',
    make: (r) => plus(levels(r, 200, [], 0), (t) => t / 20),
  },
  {
    name: 'seasonal growth',
    what: '180 monthly points that grow by 2 % a month with a season of 20 %',
    make: (r) => ({
      changes: [],
      values: series(
        180,
        (t) => 1.02 ** t * (1 + 0.2 * Math.sin((2 * Math.PI * t) / 12)) * Math.exp(0.02 * normal(r)),
      ),
    }),
  },
  {
    name: 'one step',
    what: '200 white points, one step of 2 to 5 sd',
    make: (r) => random(r, 200, 1, [2, 5], 0),
  },
  {
    name: 'step and memory',
    what: '200 points of AR(1), ρ = 0.5, one step of 3 to 6 sd',
    make: (r) => random(r, 200, 1, [3, 6], 0.5),
  },
  {
    name: 'several steps',
    what: '300 white points, four steps of 2 to 5 sd up or down',
    make: (r) => random(r, 300, 4, [2, 5], 0),
  },
  { name: 'young', what: '30 white points, one step of 5 sd', make: (r) => random(r, 30, 1, [5, 5], 0) },
  {
    name: 'late step',
    what: '100 white points, a step of 5 sd six points before the end',
    make: (r) => levels(r, 100, [[94, 5]], 0),
  },
  {
    name: 'timings',
    what: '250 log-normal timings, cv 2 %, one run in 20 delayed, three steps of 5 to 15 %',
    make: timings,
  },
  {
    name: 'river',
    what: "100 yearly flows as the Nile's: ρ = 0.15, one step of 2 sd",
    make: (r) => random(r, 100, 1, [2, 2], 0.15),
  },
  { name: 'bore hole', what: '600 points, 11 steps of 5 to 15 sd, one wild point in 50', make: boreHole },
  {
    name: 'economy',
    what: '160 points of a random walk with drift, one crash of 10 to 15 sd of a move',
    make: economy,
  },
  { name: 'bytes', what: '120 sizes that repeat exactly, four steps', make: bytes },
  { name: 'heavy tails', what: "200 points of Student's t3, one step of 5", make: heavy },
];

/** The same histories on every machine. */
export function labelled(perFamily: number): Labelled[] {
  return FAMILIES.flatMap(({ name, make }, f) =>
    Array.from({ length: perFamily }, (_, i) => ({ family: name, ...make(seededRandom(1_000 * f + i + 1)) })),
  );
}

type Made = Omit<Labelled, 'family'>;

function series(count: number, at: (t: number) => number): number[] {
  return Array.from({ length: count }, (_, t) => at(t));
}

/** AR(1) noise of sd 1 around 100, plus the levels given by first position and offset. */
function levels(
  random: Random,
  count: number,
  steps: readonly (readonly [number, number])[],
  rho: number,
): Made {
  let state = normal(random);
  const values = series(count, (t) => {
    if (t > 0) state = rho * state + Math.sqrt(1 - rho * rho) * normal(random);
    return 100 + state + (steps.findLast(([from]) => t >= from)?.[1] ?? 0);
  });
  return { values, changes: steps.map(([from]) => from) };
}

/** `count` steps of random sizes and signs at random places, at least a tenth of the history apart. */
function random(
  r: Random,
  n: number,
  count: number,
  [least, most]: readonly [number, number],
  rho: number,
): Made {
  let level = 0;
  const steps = places(r, n, count).map((from) => {
    level += (r.uniform() < 0.5 ? -1 : 1) * (least + (most - least) * r.uniform());
    return [from, level] as const;
  });
  return levels(r, n, steps, rho);
}

function places(r: Random, n: number, count: number): number[] {
  for (;;) {
    const drawn = series(count, () => Math.floor(n * (0.1 + 0.8 * r.uniform()))).sort((a, b) => a - b);
    const gap = Math.min(n / 10, (0.4 * n) / count);
    if (drawn.every((place, i) => i === 0 || place - drawn[i - 1]! >= gap)) return drawn;
  }
}

function plus(made: Made, offset: (t: number) => number): Made {
  return { ...made, values: made.values.map((value, t) => value + offset(t)) };
}

function timings(r: Random): Made {
  let factor = 1;
  const changes = places(r, 250, 3);
  const values = series(250, (t) => {
    if (changes.includes(t)) factor *= Math.exp((r.uniform() < 0.5 ? -1 : 1) * (0.05 + 0.1 * r.uniform()));
    return factor * Math.exp(0.02 * normal(r)) * (1 + (r.uniform() < 0.05 ? r.uniform() : 0));
  });
  return { values, changes };
}

function boreHole(r: Random): Made {
  const made = random(r, 600, 11, [5, 15], 0.2);
  return { ...made, values: made.values.map((v) => (r.uniform() < 0.02 ? v - 30 * r.uniform() : v)) };
}

function economy(r: Random): Made {
  const [crash] = places(r, 160, 1);
  let level = 100;
  const values = series(160, (t) => {
    level += 0.3 + normal(r) - (t === crash ? 10 + 5 * r.uniform() : 0);
    return level;
  });
  return { values, changes: [crash!] };
}

function bytes(r: Random): Made {
  const changes = places(r, 120, 4);
  let size = 50_000;
  const values = series(120, (t) => {
    if (changes.includes(t)) size += 16 * (1 + r.below(200)) * (r.uniform() < 0.3 ? -1 : 1);
    return size;
  });
  return { values, changes };
}

function heavy(r: Random): Made {
  const [step] = places(r, 200, 1);
  return { values: series(200, (t) => 100 + student3(r) + (t >= step! ? 5 : 0)), changes: [step!] };
}

import { seededRandom } from '../../src/core/random.ts';
import { median } from '../../src/stats/descriptive.ts';
import { adaptive, interleave, type Outcome } from './adaptive.ts';
import { LOG_NORMAL } from './noise.ts';
import { clopperPearson, formatRate } from './rate.ts';
import { markdownTable } from './table.ts';

const CHANGES = [0, 0.01, 0.02, 0.03, 0.05, 0.1, 0.2];
const CVS = [0.01, 0.03, 0.1];
const MOST_BLOCKS = [15, 30, 100, 400];

/** Simulated comparisons of each cell. */
const DRAWS = 500;

/** What one change, noise and budget of blocks leads to. */
export interface PowerCell {
  readonly change: number;
  readonly cv: number;
  readonly maxBlocks: number;
  readonly draws: number;
  readonly regressions: number;
  readonly improvements: number;
  readonly unchanged: number;
  /** Comparisons whose reported interval does not hold the true ratio. */
  readonly missed: number;
  readonly medianBlocks: number;
}

/** Simulates comparisons of one case in a run with the default budget of 1 %. `share` scales the draws. */
export function simulatePower(share: number): PowerCell[] {
  return CVS.flatMap((cv) =>
    MOST_BLOCKS.flatMap((maxBlocks) =>
      CHANGES.map((change) => simulateCell(change, cv, maxBlocks, Math.ceil(DRAWS * share))),
    ),
  );
}

export function powerTable(cells: readonly PowerCell[]): string {
  const find = (cv: number, blocks: number, change: number): PowerCell =>
    cells.find((cell) => cell.cv === cv && cell.maxBlocks === blocks && cell.change === change)!;
  const rows = CVS.flatMap((cv) =>
    MOST_BLOCKS.map((blocks) => [
      `${cv * 100} %, ${blocks}`,
      ...CHANGES.slice(1).map((change) => {
        const cell = find(cv, blocks, change);
        return `${share(cell.regressions, cell.draws)} (${cell.medianBlocks})`;
      }),
    ]),
  );
  return markdownTable(
    ['cv, at most blocks', ...CHANGES.slice(1).map((change) => `+${change * 100} %`)],
    rows,
    `Share of comparisons called a regression, and in brackets the median number of blocks used. ${cells[0]!.draws} simulated comparisons a cell: the 95 % interval of a share of 80 % is ${intervalOf(0.8, cells[0]!.draws)}.`,
  );
}

export function equalTable(cells: readonly PowerCell[]): string {
  const rows = cells
    .filter(({ change }) => change === 0)
    .map((cell) => [
      `${cell.cv * 100} %, ${cell.maxBlocks}`,
      share(cell.unchanged, cell.draws),
      share(cell.regressions + cell.improvements, cell.draws),
      share(cell.draws - cell.unchanged - cell.regressions - cell.improvements, cell.draws),
      String(cell.medianBlocks),
    ]);
  return markdownTable(
    ['cv, at most blocks', 'unchanged', 'false alarm', 'inconclusive', 'median blocks'],
    rows,
    `${cells[0]!.draws} simulated comparisons of a program with itself a row: the 95 % interval of a share of 1 % is ${intervalOf(0.01, cells[0]!.draws)}.`,
  );
}

export function coverageTable(cells: readonly PowerCell[]): string {
  const rows = CHANGES.map((change) => {
    const same = cells.filter((cell) => cell.change === change);
    const sum = (of: (cell: PowerCell) => number): number =>
      same.reduce((total, cell) => total + of(cell), 0);
    return [`+${change * 100} %`, formatRate({ hits: sum((c) => c.missed), draws: sum((c) => c.draws) })];
  });
  return markdownTable(
    ['true change', 'intervals that miss it'],
    rows,
    'All noises and budgets of the power table together; log-normal noise, for which the shift model holds.',
  );
}

function simulateCell(change: number, cv: number, maxBlocks: number, draws: number): PowerCell {
  const random = seededRandom(Math.round(1e6 * cv) + 1000 * maxBlocks + Math.round(100 * change));
  const budget = { alpha: 0.01, tolerance: 0.02, minBlocks: 10, maxBlocks };
  const outcomes = Array.from({ length: draws }, () =>
    adaptive(interleave(LOG_NORMAL.series(random, 2 * maxBlocks, cv), random, 1 + change), budget),
  );
  const called = (verdict: string): number => outcomes.filter((o) => o.estimate.verdict === verdict).length;
  return {
    change,
    cv,
    maxBlocks,
    draws,
    regressions: called('regression'),
    improvements: called('improvement'),
    unchanged: called('unchanged'),
    missed: outcomes.filter((outcome) => misses(outcome, 1 + change)).length,
    medianBlocks: Math.round(median(outcomes.map(({ blocks }) => blocks))),
  };
}

function misses({ estimate: { interval } }: Outcome, truth: number): boolean {
  const [low, high] = interval;
  return (low !== null && low > truth) || (high !== null && high < truth);
}

function intervalOf(proportion: number, draws: number): string {
  const [low, high] = clopperPearson({ hits: Math.round(proportion * draws), draws }, 0.95);
  return `${(100 * low).toFixed(1)} to ${(100 * high).toFixed(1)} %`;
}

function share(hits: number, draws: number): string {
  return `${Number(((100 * hits) / draws).toFixed(1))} %`;
}

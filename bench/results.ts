import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ROOT } from '../scripts/command.ts';
import { alike, type Machine } from './machine.ts';
import type { Outcome } from './outcome.ts';
import { resultsPage } from './page.ts';

/** One bench as it was last run on this machine. */
export interface Ran {
  /** ISO 8601, UTC. */
  readonly at: string;
  /** Load of the machine over the minute before. */
  readonly loadBefore: number;
  readonly outcomes: readonly Outcome[];
}

export interface Results {
  readonly machine: Machine;
  /** By name of the bench. */
  readonly benches: Readonly<Record<string, Ran>>;
}

/** What was measured, pairs included; the page is derived from it. */
const DATA = join(ROOT, '.assay', 'bench.json');
const PAGE = join(ROOT, 'bench', 'RESULTS.md');

/** Results of this machine and these versions; what was measured elsewhere does not belong beside them. */
export async function loadResults(machine: Machine): Promise<Results> {
  const kept = await readFile(DATA, 'utf8').then(
    (text) => JSON.parse(text) as Results,
    () => null,
  );
  return { machine, benches: kept !== null && alike(kept.machine, machine) ? kept.benches : {} };
}

/** Keeps the results and writes the page anew, with the benches in the order of `names`. */
export async function saveResults(results: Results, names: readonly string[]): Promise<void> {
  await mkdir(dirname(DATA), { recursive: true });
  await writeFile(DATA, `${JSON.stringify(results)}\n`);
  await writeFile(PAGE, resultsPage(results, names));
}

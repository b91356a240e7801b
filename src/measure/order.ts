import { sha256 } from '../core/canonical.ts';
import type { Side } from '../core/measurement.ts';
import { type Random, seededRandom } from '../core/random.ts';

/** What a block of samples is drawn from: the run's seed and the place of the block in the run. */
export interface BlockKey {
  readonly seed: number;
  readonly benchmark: string;
  readonly caseKey: string;
  /** From 0. */
  readonly block: number;
}

/** Longest padding of the environment, exclusive: one page, so that every stack offset within a page occurs. */
export const MAX_PAD_BYTES = 4096;

export interface BlockStep {
  readonly side: Side;
  /** Length of `ASSAY_PAD`: shifts the stack and the environment (Mytkowicz et al., ASPLOS 2009). */
  readonly padBytes: number;
}

/**
 * The executions of one block in their order. The order is a fair coin independent of everything measured:
 * the validity of the comparison rests on it. A function of the key alone, so a resumed run goes on with the
 * same order.
 */
export function blockSteps(key: BlockKey, sides: readonly Side[]): BlockStep[] {
  const random = seededRandom(
    Number.parseInt(sha256(`${key.seed} ${key.benchmark} ${key.caseKey} ${key.block}`).slice(0, 8), 16),
  );
  return shuffled(sides, random).map((side) => ({ side, padBytes: random.below(MAX_PAD_BYTES) }));
}

/** Fisher and Yates, in Durstenfeld's form (1964). */
function shuffled<T>(items: readonly T[], random: Random): T[] {
  const result = [...items];
  for (let last = result.length - 1; last > 0; last--) {
    const other = random.below(last + 1);
    [result[last], result[other]] = [result[other]!, result[last]!];
  }
  return result;
}

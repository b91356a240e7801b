import type { BenchContext, Pair } from './outcome.ts';

/**
 * Takes a number in seconds from each side, block after block. Who goes first changes from block to block, so
 * that neither always finds the other's traces; a block before the first only warms the caches.
 */
export async function interleave(
  blocks: number,
  sides: { readonly ours: () => Promise<number>; readonly theirs: () => Promise<number> },
  { progress, signal }: BenchContext,
): Promise<Pair[]> {
  const pairs: Pair[] = [];
  for (let block = -1; block < blocks; block++) {
    signal.throwIfAborted();
    progress(block < 0 ? 'warming up' : `block ${block + 1} of ${blocks}`);
    const pair = block % 2 === 0 ? await oursFirst(sides) : await theirsFirst(sides);
    if (block >= 0) pairs.push(pair);
  }
  return pairs;
}

type Sides = Parameters<typeof interleave>[1];

async function oursFirst(sides: Sides): Promise<Pair> {
  const ours = await sides.ours();
  return { ours, theirs: await sides.theirs() };
}

async function theirsFirst(sides: Sides): Promise<Pair> {
  const theirs = await sides.theirs();
  return { ours: await sides.ours(), theirs };
}

/** Seconds that a piece of work takes in this process. */
export async function seconds(work: () => unknown): Promise<number> {
  const start = process.hrtime.bigint();
  await work();
  return Number(process.hrtime.bigint() - start) / 1e9;
}

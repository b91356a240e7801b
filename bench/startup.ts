import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { NODE, ROOT } from '../scripts/command.ts';
import { formatValue } from '../src/core/unit.ts';
import { median } from '../src/stats/descriptive.ts';
import { medianRatio } from './bootstrap.ts';
import { interleave } from './interleave.ts';
import { type BenchContext, type Outcome, type Pair, repetitions } from './outcome.ts';
import { environmentWith, type Ruler, startRuler, type Timed } from './ruler.ts';
import { scratch } from './scratch.ts';

const BLOCKS = 30;
/** Executions of one side in a row within a block. */
const BATCH = 5;
/** `assay --version` in at most twice the time of `node -e 0`. */
const BOUND = 2;

/** Starting Assay against starting nothing under the same Node: what every command pays before it works. */
export async function benchStartup(context: BenchContext): Promise<Outcome> {
  await using ruler = await startRuler();
  await using folder = await scratch();
  const env = environmentWith({ XDG_CACHE_HOME: join(folder.path, 'cache') });
  const assay = (...args: string[]): Timed => ({
    argv: [join(ROOT, 'bin', 'assay'), ...args],
    cwd: folder.path,
    env,
  });
  const node: Timed = { argv: [NODE[0]!, '-e', '0'], cwd: folder.path, env };
  const against = (command: Timed, blocks: number): Promise<Pair[]> =>
    interleave(
      repetitions(blocks, context),
      {
        ours: () => ruler.time(command, BATCH, context.signal),
        theirs: () => ruler.time(node, BATCH, context.signal),
      },
      context,
    );
  const version = await against(assay('--version'), BLOCKS);
  const help = await against(assay('--help'), BLOCKS / 3);
  const compareHelp = await against(assay('compare', '--help'), BLOCKS / 3);
  const cold = await firstStarts(ruler, assay('--version'), context);
  const ours = (pairs: readonly Pair[]): string => formatValue(median(pairs.map((pair) => pair.ours)), 's');
  return {
    name: 'Starting up',
    peer: 'node -e 0 under the same Node',
    rows: [
      { label: 'assay --version', value: ours(version) },
      { label: 'node -e 0', value: formatValue(median(version.map((pair) => pair.theirs)), 's') },
      { label: 'assay --version, first start without a compile cache', value: formatValue(cold, 's') },
      { label: 'assay compare --help', value: ours(compareHelp) },
      { label: 'assay --help, which loads every command', value: ours(help) },
    ],
    ratio: { ...medianRatio(version), bound: BOUND },
    pairs: version,
    note: `Medians of ${version.length} blocks of ${BATCH} executions of each in a row.`,
  };
}

/** Median seconds of starts that find no compile cache. */
async function firstStarts(ruler: Ruler, command: Timed, context: BenchContext): Promise<number> {
  const starts: number[] = [];
  for (let i = 0; i < repetitions(BLOCKS / 3, context); i++) {
    const cache = join(command.env.XDG_CACHE_HOME!, `empty-${i}`);
    await mkdir(cache, { recursive: true });
    const fresh = { ...command, env: { ...command.env, XDG_CACHE_HOME: cache } };
    starts.push(await ruler.time(fresh, 1, context.signal));
  }
  return median(starts);
}

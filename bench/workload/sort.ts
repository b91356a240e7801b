import { seededRandom } from '../../src/core/random.ts';
import { environmentWith, startRuler } from '../ruler.ts';
import { scratch } from '../scratch.ts';
import { type Files, writeFiles } from './repository.ts';

/** A tool everyone has, on a file of words: it reads, allocates, compares strings and writes. */
const ARGV = ['sort', 'words.txt'];

const CONFIG = `version: 1
benchmarks:
  sort:
    command: ${JSON.stringify(ARGV)}
    # One thread and bytewise order, so that it does the same everywhere.
    env: { LC_ALL: C, OMP_NUM_THREADS: "1" }
`;

export function sortFiles(words: number): Files {
  const random = seededRandom(words);
  const lines = Array.from({ length: words }, () => random.uint32().toString(36));
  return { 'words.txt': `${lines.join('\n')}\n`, 'assay.yaml': CONFIG };
}

const FIRST_GUESS = 20_000;
const EXECUTIONS = 15;

/** About how many words take so many seconds on this machine. */
export async function wordsFor(wallS: number, signal: AbortSignal): Promise<number> {
  await using folder = await scratch();
  await using ruler = await startRuler();
  await writeFiles(folder.path, sortFiles(FIRST_GUESS));
  const env = environmentWith({ LC_ALL: 'C', OMP_NUM_THREADS: '1' });
  const taken = await ruler.shortest({ argv: ARGV, cwd: folder.path, env }, EXECUTIONS, signal);
  return Math.round((FIRST_GUESS * wallS) / taken);
}

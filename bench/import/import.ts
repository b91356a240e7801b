import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { NODE, ROOT } from '../../scripts/command.ts';
import { formatValue } from '../../src/core/unit.ts';
import { median } from '../../src/stats/descriptive.ts';
import { medianRatio } from '../bootstrap.ts';
import { interleave } from '../interleave.ts';
import { type BenchContext, type Outcome, repetitions } from '../outcome.ts';
import { environmentWith, type Ruler, startRuler, type Timed } from '../ruler.ts';
import { scratch } from '../scratch.ts';
import { LARGE_FILES, type LargeFile, writeLargeFile } from './files.ts';

const BLOCKS = 5;
const BYTES = 210e6;
/** Recognising the format and checking every figure takes no longer than a script that does neither. */
const BOUND = 1;
const LEAST_MB_PER_S = 50;

const CONFIG = `version: 1
benchmarks:
  none:
    command: "true"
`;

/** Importing large text files against the script that one would write instead. */
export async function benchImport(context: BenchContext): Promise<Outcome[]> {
  await using ruler = await startRuler();
  await using folder = await scratch();
  await writeFile(join(folder.path, 'assay.yaml'), CONFIG);
  const outcomes: Outcome[] = [];
  for (const file of LARGE_FILES) outcomes.push(await benchFile(file, folder.path, ruler, context));
  return outcomes;
}

async function benchFile(
  file: LargeFile,
  folder: string,
  ruler: Ruler,
  context: BenchContext,
): Promise<Outcome> {
  const path = join(folder, file.name);
  context.progress(`writing ${file.name}`);
  const bytes = await writeLargeFile(path, file, BYTES * context.share);
  const inFolder = (...argv: string[]): Timed => ({ argv, cwd: folder, env: environmentWith() });
  const assay = join(ROOT, 'bin', 'assay');
  const time = (command: Timed): Promise<number> => ruler.time(command, 1, context.signal);
  const pairs = await interleave(
    repetitions(BLOCKS, context),
    {
      ours: () => time(inFolder(assay, 'import', '--dry-run', path)),
      theirs: () => time(inFolder(...NODE, join(import.meta.dirname, 'plain-loop.ts'), path)),
    },
    context,
  );
  const stored: number[] = [];
  for (let i = 0; i < repetitions(BLOCKS, context); i++) {
    await rm(join(folder, '.assay'), { recursive: true, force: true });
    stored.push(await time(inFolder(assay, 'import', path)));
  }
  await rm(path);
  const mbPerS = (seconds: number): number => bytes / 1e6 / seconds;
  const readS = median(pairs.map(({ ours }) => ours));
  const speed = mbPerS(readS);
  return {
    name: `Importing ${file.title}`,
    peer: 'a loop over node:readline that splits each line and gathers the values',
    rows: [
      { label: 'file', value: formatValue(bytes, 'By') },
      {
        label: 'read and checked (--dry-run)',
        value: `${formatValue(readS, 's')}, ${speed.toFixed(0)} MB/s`,
      },
      {
        label: 'read, checked and stored',
        value: `${formatValue(median(stored), 's')}, ${mbPerS(median(stored)).toFixed(0)} MB/s`,
      },
      { label: 'the loop', value: formatValue(median(pairs.map(({ theirs }) => theirs)), 's') },
    ],
    ratio: { ...medianRatio(pairs), bound: BOUND },
    limits: [
      {
        label: 'read and checked',
        value: `${speed.toFixed(0)} MB/s`,
        bound: `≥ ${LEAST_MB_PER_S} MB/s`,
        met: speed >= LEAST_MB_PER_S,
      },
    ],
    pairs,
    note: `From the start of the process to its exit, medians of ${pairs.length}.`,
  };
}

import { join } from 'node:path';
import { ROOT } from '../../scripts/command.ts';
import { type CompareResult, CompareResultSchema } from '../../src/cli/schemas/compare.ts';
import { EXIT } from '../../src/core/error.ts';
import { runCommand } from '../../src/platform/process.ts';
import { seconds } from '../interleave.ts';

export interface Compared {
  /** From the start of the process to its exit. */
  readonly wallS: number;
  readonly result: CompareResult;
}

const ANSWERS: readonly (number | null)[] = [EXIT.pass, EXIT.regression, EXIT.inconclusive];

/** `assay compare HEAD~1 HEAD` at its default budgets, as a user runs it. */
export async function compareCommits(repository: string, signal: AbortSignal): Promise<Compared> {
  let stdout = '';
  const wallS = await seconds(async () => {
    stdout = await assay(repository, ['compare', 'HEAD~1', 'HEAD', '--json'], signal);
  });
  return { wallS, result: CompareResultSchema.parse(JSON.parse(stdout)) };
}

/** What a command prints that ends with an answer, whichever; throws with everything it said otherwise. */
export async function assay(
  repository: string,
  args: readonly string[],
  signal: AbortSignal,
): Promise<string> {
  const argv = [join(ROOT, 'bin', 'assay'), ...args];
  const { exitCode, stdout, stderr } = await runCommand(argv, { cwd: repository, signal });
  if (ANSWERS.includes(exitCode)) return stdout;
  throw new Error(`${argv.join(' ')} ended with ${exitCode}:\n${stdout}${stderr}`);
}

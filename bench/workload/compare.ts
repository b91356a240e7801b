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
  const argv = [join(ROOT, 'bin', 'assay'), 'compare', 'HEAD~1', 'HEAD', '--json'];
  let said = { exitCode: null as number | null, stdout: '', stderr: '' };
  const wallS = await seconds(async () => {
    said = await runCommand(argv, { cwd: repository, signal });
  });
  if (!ANSWERS.includes(said.exitCode)) {
    throw new Error(`${argv.join(' ')} ended with ${said.exitCode}:\n${said.stdout}${said.stderr}`);
  }
  return { wallS, result: CompareResultSchema.parse(JSON.parse(said.stdout)) };
}

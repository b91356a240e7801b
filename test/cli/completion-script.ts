import assert from 'node:assert/strict';
import { runAssay } from '../kit/cli.ts';

/** What `assay completion` prints for a shell. */
export async function completionScript(shell: string): Promise<string> {
  const said = await runAssay(['completion', shell], { cwd: '/' });
  assert.equal(said.exitCode, 0, said.stderr);
  return said.stdout;
}

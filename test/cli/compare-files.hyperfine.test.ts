import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import type { z } from 'zod';
import type { CompareResultSchema } from '../../src/cli/schemas/compare.ts';
import { runAssay } from '../kit/cli.ts';
import { temporaryFolder } from '../kit/folder.ts';

test('the installed hyperfine’s export is read, with its parameters as cases', async () => {
  await using folder = await temporaryFolder();
  const args = ['-N', '--style', 'none', '--warmup', '0', '--runs', '8', '--export-json'];
  execFileSync('hyperfine', [...args, folder.at('h.json'), '-P', 'n', '1', '2', 'sleep 0.00{n}']);
  const ended = await runAssay(['compare', '--baseline', 'h.json', '--candidate', 'h.json', '--json'], {
    cwd: folder.path,
  });
  const { comparisons } = JSON.parse(ended.stdout) as z.infer<typeof CompareResultSchema>;
  assert.deepEqual(
    comparisons.map((each) => [
      each.benchmark,
      each.case,
      each.metric,
      each.unit,
      each.baseline!.n,
      each.ratio,
    ]),
    [
      ['sleep 0.001', { n: '1' }, 'wall', 's', 8, 1],
      ['sleep 0.002', { n: '2' }, 'wall', 's', 8, 1],
    ],
  );
});

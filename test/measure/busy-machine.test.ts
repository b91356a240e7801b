import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { describe, test } from 'node:test';
import { configOf, createProject } from '../kit/project.ts';

/** A process that uses a processor until disposed. */
function spinner(): Disposable {
  const child = spawn('sh', ['-c', 'while :; do :; done'], { stdio: 'ignore' });
  return { [Symbol.dispose]: () => void child.kill('SIGKILL') };
}

// Longer than the shortest stretch over which load is told, so that each sample has a reading of its own.
const project = () =>
  createProject({ 'assay.yaml': configOf({ samples: 10, warmup: 0, command: ['sleep', '0.22'] }) });

const DISTURBED =
  /10 of 10 samples were taken while others used 0\.25 CPUs or more; other processes used (\S+) CPUs/;

describe('samples taken while something else uses the machine', { concurrency: 2 }, () => {
  test('are counted in a warning of the run, which show repeats', async () => {
    await using work = await project();
    using _load = spinner();
    const { run, measurements } = await work.json('run');
    const wall = measurements.find(({ metric }: { metric: string }) => metric === 'wall');
    const busy = wall.warnings.find(({ kind }: { kind: string }) => kind === 'busy-machine');
    assert.ok(Number(DISTURBED.exec(busy.message)![1]) > 0.5, busy.message);
    const shown = await work.assay('show', run);
    assert.match(shown.stderr, DISTURBED);
  });

  test('are counted for each side of a comparison', async () => {
    await using work = await project();
    using _load = spinner();
    const said = await work.assay('compare', 'HEAD', 'HEAD', '--samples', '10');
    assert.match(said.stderr, /warning: work baseline.*busy-machine: 10 of 10 samples/);
    assert.match(said.stderr, /work candidate: busy-machine: 10 of 10 samples/);
  });
});

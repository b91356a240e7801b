import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, test } from 'node:test';
import { ASSAY } from '../kit/cli.ts';
import { configOf, createProject, type Project } from '../kit/project.ts';

const sleeping = (seconds: number) => ({
  'assay.yaml': configOf({ samples: 10, warmup: 0, command: ['sleep', String(seconds)] }),
});

/** When the first sample of the only run began and the last ended, in milliseconds. */
async function spanOf(project: Project): Promise<{ beganMs: number; endedMs: number }> {
  await using store = await project.store();
  const rows = await store.db.selectFrom('execution').select('started_at').execute();
  const times = rows.map((row) => Date.parse(row.started_at)).sort((a, b) => a - b);
  return { beganMs: times[0]!, endedMs: times.at(-1)! };
}

describe('measuring commands on one machine', { concurrency: 2 }, () => {
  test('take turns, also those of other projects, and say who is first', async () => {
    await using one = await createProject(sleeping(0.3));
    await using other = await createProject(sleeping(0.01));
    const env = { ASSAY_QUEUE: randomUUID() };
    const first = one.start(['run'], { env });
    await first.says(/measuring work/);
    const second = other.start(['compare', 'HEAD', 'HEAD', '--samples', '10'], { env });
    await second.says(/waiting for the machine: 1 run ahead: assay run of .*project since/);
    assert.equal((await first.ended).exitCode, 0);
    await second.ended;
    const [before, after] = [await spanOf(one), await spanOf(other)];
    assert.ok(after.beganMs > before.endedMs, `${after.beganMs} after ${before.endedMs}`);
  });

  test('refuse with exit 4 under --no-wait, and measure at once, with a warning, under --share-machine', async () => {
    await using project = await createProject(sleeping(0.05));
    await using busy = await createProject(sleeping(60));
    const env = { ASSAY_QUEUE: randomUUID() };
    const holder = busy.start(['run'], { env });
    await holder.says(/measuring work/);
    const refused = await project.start(['run', '--no-wait'], { env }).ended;
    assert.equal(refused.exitCode, 4, refused.stderr);
    assert.match(refused.stderr, /error: the machine is taken: 1 run ahead: assay run of/);
    assert.deepEqual(await project.json('runs').then(({ runs }) => runs), []);
    const sharing = await project.start(['run', '--share-machine', '--json'], { env }).ended;
    assert.equal(sharing.exitCode, 0, sharing.stderr);
    assert.doesNotMatch(sharing.stderr, /waiting/);
    const { measurements } = JSON.parse(sharing.stdout);
    const kinds = measurements[0].warnings.map(({ kind }: { kind: string }) => kind);
    assert.ok(kinds.includes('shared-machine'), kinds.join());
    holder.kill('SIGKILL');
    await holder.ended;
    const later = await project.start(['run', '--no-wait'], { env }).ended;
    assert.equal(later.exitCode, 0, 'a killed run has given the machine up');
  });

  test('leave the queue at Ctrl-C with exit 130 and no run begun', async () => {
    await using project = await createProject(sleeping(0.05));
    await using busy = await createProject(sleeping(60));
    const env = { ASSAY_QUEUE: randomUUID() };
    const holder = busy.start(['run'], { env });
    await holder.says(/measuring work/);
    const waiting = project.start(['run'], { env });
    await waiting.says(/waiting for the machine/);
    waiting.kill('SIGINT');
    const said = await waiting.ended;
    assert.equal(said.exitCode, 130, said.stderr);
    assert.match(said.stderr, /interrupted while waiting for the machine/);
    holder.kill('SIGKILL');
    await holder.ended;
    assert.deepEqual(await project.json('runs').then(({ runs }) => runs), []);
  });

  test('measure within the turn of the run whose command they are', async () => {
    await using inner = await createProject(sleeping(0.01));
    await using outer = await createProject({
      'assay.yaml': configOf({
        ...{ samples: 1, warmup: 0 },
        command: [ASSAY, '-C', inner.root, 'run', '--samples', '2'],
      }),
    });
    const said = await outer.start(['run'], { env: { ASSAY_QUEUE: randomUUID() } }).ended;
    assert.equal(said.exitCode, 0, said.stderr);
    assert.equal((await inner.json('runs')).runs.length, 1);
  });

  test('refuse a queue that has no proper name', async () => {
    await using project = await createProject(sleeping(0.01));
    const said = await project.start(['run'], { env: { ASSAY_QUEUE: 'a/b' } }).ended;
    assert.equal(said.exitCode, 2);
    assert.match(said.stderr, /ASSAY_QUEUE is "a\/b", which cannot name a queue/);
  });
});

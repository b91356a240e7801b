import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { loadRun } from '../../src/store/runs.ts';
import { eventually } from '../kit/processes.ts';
import { configOf, createProject, type Project } from '../kit/project.ts';

interface Recorded {
  readonly probedAt: string;
  readonly startFloor?: { readonly argvS: number; readonly shellS: number };
}

async function conditionsOf(project: Project, run: string): Promise<Recorded> {
  await using store = await project.store();
  return (await loadRun(store, run)).conditions as Recorded;
}

describe('what starting a process costs', { concurrency: 2 }, () => {
  test('is kept with the run, and told of a command that does little else', async () => {
    await using project = await createProject({
      'assay.yaml': configOf({ command: ['/bin/true'], samples: 3, warmup: 0 }),
    });
    const { run, measurements } = await project.json('run');
    const { startFloor, probedAt } = await conditionsOf(project, run);
    assert.ok(startFloor!.argvS > 0 && startFloor!.shellS > 0, JSON.stringify(startFloor));
    assert.ok(Date.parse(probedAt) > 0);
    const wall = measurements.find(({ metric }: { metric: string }) => metric === 'wall');
    const kinds = wall.warnings.map(({ kind }: { kind: string }) => kind);
    assert.ok(kinds.includes('too-short'), kinds.join());
  });

  test('is measured by the run that goes on where the first case was cut off, and then kept', async () => {
    await using project = await createProject({
      'assay.yaml': configOf({
        ...{ params: { case: ['first', 'second'] }, samples: 4, warmup: 0 },
        ...{ command: 'sleep 0.2 # {case}' },
      }),
    });
    const assay = project.start(['run']);
    const samples = async (): Promise<number> => {
      await using store = await project.store();
      return Number(store.connection.prepare('SELECT count(*) AS n FROM execution').get()!.n);
    };
    await assay.says(/measuring/);
    await eventually(async () => (await samples()) >= 1);
    assay.kill('SIGKILL');
    await assay.ended;
    const [{ run }] = (await project.json('runs')).runs;
    assert.equal((await conditionsOf(project, run)).startFloor, undefined);
    const again = project.start(['run', '--resume', run]);
    await eventually(async () => (await samples()) >= 5);
    again.kill('SIGKILL');
    await again.ended;
    const { startFloor } = await conditionsOf(project, run);
    assert.ok(startFloor!.argvS > 0);
    await project.json('run', '--resume', run);
    assert.deepEqual((await conditionsOf(project, run)).startFloor, startFloor);
  });
});

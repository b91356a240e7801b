import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { describe, test } from 'node:test';
import { promisify } from 'node:util';
import type { HistoryResult } from '../../src/cli/schemas/history.ts';
import { ASSAY, testEnvironment } from '../kit/cli.ts';
import { configOf, createProject, type Project } from '../kit/project.ts';

type Event = HistoryResult['events'][number];

/** Half the time on two processors, as a program that works on all it may use. */
const PARALLEL = 'if [ "$(nproc)" -gt 1 ]; then sleep 0.03; else sleep 0.12; fi';

/** Runs Assay where all that it starts may use only the first processor. */
async function runLimited(project: Project): Promise<void> {
  const args = ['--cpu-list', '0', ASSAY, 'run', '--samples', '4'];
  await promisify(execFile)('taskset', args, { cwd: project.root, env: testEnvironment() });
}

describe('a step that the environment made', () => {
  test('is reported as such when a limit of processors changes while the program does not', async () => {
    await using project = await createProject({
      'assay.yaml': configOf({ command: PARALLEL, warmup: 0, samples: 4 }),
    });
    for (let i = 0; i < 5; i++) {
      await project.commit(`commit ${i}`);
      assert.equal((await project.assay('run')).exitCode, 0);
    }
    for (let i = 5; i < 10; i++) {
      await project.commit(`commit ${i}`);
      await runLimited(project);
    }
    const { series, events } = await project.json('changes');
    assert.deepEqual(
      series[0].changePoints.map((each: { index: number; cause: string }) => [each.index, each.cause]),
      [[5, 'environment']],
      JSON.stringify(series),
    );
    assert.deepEqual(
      events.map(({ cause, findings, environment }: Event) => [
        ...[cause, findings.length, environment?.grade],
        environment?.differences.map(({ path }) => path),
      ]),
      [['environment', 1, 'comparable with calibration', ['limits.allowedCpus']]],
      JSON.stringify(events),
    );
  });
});

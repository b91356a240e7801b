import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { NoiseResultSchema } from '../../src/cli/schemas/noise.ts';
import { latestNoise } from '../../src/store/noise.ts';
import { configOf, createProject } from '../kit/project.ts';

describe('assay noise', () => {
  test('compares a program with itself in several runs, and keeps what it found', async () => {
    await using project = await createProject({
      'assay.yaml': configOf({ command: 'sleep 0.02', warmup: 0, time: '2s' }),
    });
    const said = await project.assay('noise', '--runs', '3', '--blocks', '8', '--pause', '0', '--json');
    assert.equal(said.exitCode, 0, said.stderr);
    const result = NoiseResultSchema.parse(JSON.parse(said.stdout));
    const { runs } = await project.json('runs');
    assert.deepEqual(
      runs.map((run: { run: string; baseline: { commit: string }; candidate: { commit: string } }) => [
        run.run,
        run.baseline.commit === run.candidate.commit,
      ]),
      [...result.runs].reverse().map((run) => [run, true]),
    );
    const [series] = result.series;
    assert.equal(series!.samples, 48);
    assert.ok(series!.median >= 0.02 && series!.withinSd! > 0 && series!.halfWidth! > 0);
    assert.equal(series!.blocksFor.length, 4);
    assert.equal(result.falseAlarm.budget, 0.01);
    {
      await using store = await project.store();
      const kept = latestNoise(store, {
        ...{ benchmark: 'work', case: {}, subject: null, metric: 'wall', environmentId: result.environment },
      });
      assert.equal(kept?.betweenRuns.freedom, 2);
      assert.ok(Math.abs(Math.sqrt(kept.betweenRuns.variance) - series!.runSd!) < 1e-12);
    }
    const stored = await project.json('compare', '--stored', 'HEAD', 'HEAD');
    assert.ok(
      stored.notes.some((note: string) => /assay noise/.test(note)),
      JSON.stringify(stored.notes),
    );
  });

  test('prints what comparisons here will see', async () => {
    await using project = await createProject({
      'assay.yaml': configOf({ command: 'sleep 0.02', warmup: 0, time: '2s' }),
    });
    const said = await project.assay('noise', '--runs', '2', '--blocks', '6', '--pause', '0');
    assert.equal(said.exitCode, 0, said.stderr);
    assert.match(said.stdout, /between runs/);
    assert.match(said.stdout, /blocks for 1 %/);
    assert.match(said.stdout, /at most 1 % by the budget/);
  });
});

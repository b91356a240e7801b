import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { CalibrateResultSchema, CalibrationsResultSchema } from '../../src/cli/schemas/calibrate.ts';
import { configOf, createProject } from '../kit/project.ts';

const QUICK = configOf({ command: ['/bin/true'], samples: 2, warmup: 0 });
const SELF = ['--env', 'host', '--env', 'host'];

describe('assay calibrate', { concurrency: 2 }, () => {
  test('the same environment twice: every probe is measured, drawn, listed and traced', async () => {
    await using project = await createProject({ 'assay.yaml': QUICK });
    const probes = ['--probes', 'integer,start,resident,write-random', '--samples', '16'];
    const result = CalibrateResultSchema.parse(
      await project.json('calibrate', ...SELF, ...probes, '--graph', 'self.svg'),
    );
    assert.equal(result.baseline.id, result.candidate.id);
    assert.deepEqual(
      result.rows.map(({ benchmark, case: { on }, metric }) => [benchmark, on, metric]),
      [
        ['probe:integer', undefined, 'wall'],
        ['probe:integer', undefined, 'user'],
        ['probe:start', undefined, 'wall'],
        ['probe:resident', undefined, 'peak-memory'],
        ['probe:write-random', 'root', 'wall'],
        ['probe:write-random', 'volume', 'wall'],
        ['probe:write-random', 'tmpfs', 'wall'],
      ],
    );
    for (const row of result.rows) {
      assert.deepEqual([row.status, row.blocks], ['measured', 16], row.benchmark);
      assert.ok(row.interval[0]! <= row.ratio! && row.ratio! <= row.interval[1]!);
      assert.equal(row.difference !== null, ['probe:start', 'probe:resident'].includes(row.benchmark));
    }
    // 7 ratios and 2 differences share the budget.
    assert.equal(result.alpha, result.falseAlarmBudget / 9);

    assert.match((await project.assay('verify', 'self.svg')).stdout, /^verified/);
    const traced = await project.json('trace', `${result.rows[0]!.figure}.ratio`);
    assert.equal(traced.figures[0].value, result.rows[0]!.ratio);
    assert.equal(traced.measurements[0].samples.length, 16);

    const list = CalibrationsResultSchema.parse(await project.json('calibrate', 'list'));
    assert.deepEqual(
      list.calibrations.map(({ calibration, measured }) => [calibration, measured]),
      [[result.calibration, 7]],
    );
    assert.deepEqual(await project.json('calibrate', 'show'), { ...result, graph: null });
    const shown = await project.assay('show', result.calibration);
    assert.match(shown.stdout, /^run +\S+ \(calibrate, completed\)$/m);
    assert.match(shown.stdout, /^host against host$/m);
    assert.deepEqual(await filesLeft(project.root), []);
  });

  test('a benchmark of the project is calibrated like a probe, and is in no history', async () => {
    await using project = await createProject({ 'assay.yaml': QUICK });
    const { rows, calibration } = await project.json('calibrate', 'work', ...SELF, '--samples', '12');
    assert.deepEqual(
      rows.map((row: { benchmark: string; blocks: number }) => [row.benchmark, row.blocks]),
      [['work', 12]],
    );
    const history = await project.assay('history');
    assert.equal(history.exitCode, 3);
    assert.match(history.stderr, /there is no history yet/);
    const named = await project.assay('baseline', 'create', 'v1', calibration);
    assert.match(named.stderr, /is a calibration: it says nothing of a commit/);
    assert.match((await project.assay('show', 'latest')).stderr, /there is no run yet/);
  });

  test('a probe that fails is a row with its reason, and the others are measured', async () => {
    const failing = configOf({ command: ['/bin/false'], samples: 2, warmup: 0 });
    await using project = await createProject({ 'assay.yaml': failing });
    const { rows } = await project.json('calibrate', 'work', ...SELF, '--probes', 'start', '--samples', '12');
    const found = rows.map((row: { benchmark: string; status: string }) => [row.benchmark, row.status]);
    assert.deepEqual(found, [
      ['probe:start', 'measured'],
      ['work', 'failed'],
    ]);
    assert.match(rows[1].reason, /the (baseline|candidate) failed: \/bin\/false: exit code 1/);
    assert.equal(rows[1].ratio, null);
  });

  test('one that was interrupted keeps its samples, but is no calibration and is not gone on with', async () => {
    await using project = await createProject({ 'assay.yaml': QUICK });
    const going = project.start(['calibrate', ...SELF, '--probes', 'integer,floating']);
    await going.says(/measuring probe:floating/);
    going.kill('SIGINT');
    assert.equal((await going.ended).exitCode, 130);
    const { runs } = await project.json('runs');
    assert.deepEqual(
      runs.map(({ kind, status }: { kind: string; status: string }) => [kind, status]),
      [['calibrate', 'interrupted']],
    );
    const { measurements } = await project.json('show', runs[0].run);
    assert.ok(measurements.some(({ samples }: { samples: unknown[] }) => samples.length > 0));
    const resumed = await project.assay('run', '--resume', runs[0].run);
    assert.match(resumed.stderr, /is a calibration, which is taken in one go/);
    const shown = await project.assay('calibrate', 'show', runs[0].run);
    assert.match(shown.stderr, /is no calibration, or one that did not end/);
  });

  test('what it cannot do is told with what there is', async () => {
    await using project = await createProject({ 'assay.yaml': QUICK });
    const refused = async (...args: string[]): Promise<string> => {
      const { exitCode, stderr } = await project.assay('calibrate', ...args);
      assert.equal(exitCode, 2, stderr);
      return stderr;
    };
    assert.match(await refused(), /there is no environment to compare this host with/);
    assert.match(
      await refused('--env', 'small'),
      /there is no environment "small"\n hint: assay.yaml has: host/,
    );
    assert.match(await refused(...SELF, '--env', 'host'), /--env was given 3 times/);
    assert.match(await refused(...SELF, '--probes', 'nope'), /no probe nope\n hint: there are: integer, /);
    const none = await project.assay('calibrate', 'show');
    assert.equal(none.exitCode, 3);
  });
});

/** What the probes of files left behind. */
function filesLeft(root: string): Promise<string[]> {
  return readdir(join(root, '.assay', 'calibration', 'files'));
}

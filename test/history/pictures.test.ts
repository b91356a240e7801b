import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { levelsField, levelsRate } from '../../src/cli/history/picture.ts';
import { FALSE_RATE } from '../../src/stats/change/change.ts';
import { configOf, createProject, type Project } from '../kit/project.ts';
import { noisySamples, storeRun } from './stored.ts';

const PICTURE = '.assay/history/work-wall-history.svg';

/** A run of each commit; from the ninth on it takes a fifth longer. */
async function measured(project: Project, from: number, to: number, environment = 'e1'): Promise<void> {
  for (let i = from; i < to; i++) {
    const commit = await project.commit(`commit ${i}`);
    await using store = await project.store();
    await storeRun(store, {
      ...{ id: `work-${String(i).padStart(3, '0')}`, commit, environment, benchmark: 'work' },
      startedAt: new Date(Date.UTC(2026, 0, 1) + (100 - i) * 60_000).toISOString(),
      committedAt: new Date(Date.UTC(2026, 0, 1) + i * 60_000).toISOString(),
      samples: { wall: noisySamples(i + 1, i < 9 ? 1 : 1.2) },
    });
  }
}

async function drawn(): Promise<Project> {
  const project = await createProject({ 'assay.yaml': configOf({ command: 'true' }) });
  await measured(project, 0, 16);
  await project.json('history');
  return project;
}

describe('the pictures of assay history', () => {
  test('are traced to the samples of every run in them, by file and by figure', async () => {
    await using project = await drawn();
    const byFile = await project.json('trace', PICTURE);
    const [figure] = byFile.figures;
    assert.match(figure.id, /^[0-9a-f]{10}\.levels$/);
    assert.equal(figure.statistic, 'picture');
    assert.deepEqual(
      byFile.measurements.map(({ run }: { run: string }) => run),
      Array.from({ length: 16 }, (_, i) => `work-${String(i).padStart(3, '0')}`),
    );
    const samples = byFile.measurements.flatMap((each: { samples: unknown[] }) => each.samples);
    assert.equal(samples.length, figure.value);
    const byId = await project.json('trace', figure.id);
    assert.deepEqual({ ...byId, asked: '' }, { ...byFile, asked: '' });
    const unknown = await project.assay('trace', '0123456789.levels');
    assert.equal(unknown.exitCode, 2);
    assert.match(unknown.stderr, /draw it again: assay history/);
  });

  test('pass, also when more was measured since, in another environment or with another rate', async () => {
    await using project = await drawn();
    await measured(project, 16, 18, 'e2');
    const said = await project.json('verify', '.assay/history');
    assert.deepEqual([said.outcome, said.checked.graphs, said.problems], ['pass', 2, []]);
    await project.json('history', '--false-rate', '5%', '--out', 'pictures');
    const other = await project.json('verify', 'pictures');
    assert.deepEqual([other.outcome, other.problems], ['pass', []]);
  });

  test('fail when a sample was changed, or a level', async () => {
    await using project = await drawn();
    const path = join(project.root, PICTURE);
    const svg = await readFile(path, 'utf8');
    await writeFile(path, svg.replace(/>\+(19|20|21)\.(\d) %</, '>+9.$2 %<'));
    const edited = await project.assay('verify', PICTURE, '--json');
    assert.equal(edited.exitCode, 1);
    assert.equal(JSON.parse(edited.stdout).problems[0].kind, 'edited');
    await writeFile(path, svg);
    {
      await using store = await project.store();
      store.connection.exec('UPDATE sample SET value = value * 2 WHERE measurement_id = 3 AND seq = 0');
    }
    const changed = await project.assay('verify', PICTURE, '--json');
    assert.equal(changed.exitCode, 1);
    const { problems } = JSON.parse(changed.stdout) as { problems: { kind: string; message: string }[] };
    assert.ok(
      problems.some(({ kind, message }) => kind === 'changed-sample' && /measurement 3 /.test(message)),
    );
  });
});

test('a figure with levels says the rate of false steps that it was searched with', () => {
  for (const rate of [FALSE_RATE, 0.05, 1.5e-7]) {
    assert.equal(levelsRate(`0123456789.${levelsField(rate)}`), rate);
  }
  assert.equal(levelsRate('0123456789.history'), null);
});

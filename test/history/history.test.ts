import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { type HistoryResult, HistoryResultSchema } from '../../src/cli/schemas/history.ts';
import { saveEnvironment } from '../../src/store/environments.ts';
import { configOf, createProject, type Project } from '../kit/project.ts';
import { noisySamples, storeRun } from './stored.ts';

type Event = HistoryResult['events'][number];

const CONFIG = configOf({ command: 'true' });

/** `count` commits after the first, oldest first. */
async function commits(project: Project, count: number): Promise<string[]> {
  const made: string[] = [];
  for (let i = 0; i < count; i++) made.push(await project.commit(`commit ${i}`));
  return made;
}

interface Planted {
  readonly level: (index: number) => number;
  readonly environment?: (index: number) => string;
  readonly benchmark?: string;
}

/** One run of each commit, measured in the reverse order of the commits. */
async function plant(project: Project, made: readonly string[], of: Planted): Promise<void> {
  await using store = await project.store();
  for (const [i, commit] of made.entries()) {
    await storeRun(store, {
      id: `${of.benchmark ?? 'work'}-${String(i).padStart(3, '0')}`,
      commit,
      environment: of.environment?.(i) ?? 'e1',
      benchmark: of.benchmark ?? 'work',
      startedAt: new Date(Date.UTC(2026, 0, 1) + (made.length - i) * 60_000).toISOString(),
      committedAt: new Date(Date.UTC(2026, 0, 1) + i * 60_000).toISOString(),
      samples: { wall: noisySamples(i + 1, of.level(i)) },
    });
  }
}

describe('assay history', () => {
  test('orders runs by commit, not by when they were measured, and names the commit of a step', async () => {
    await using project = await createProject({ 'assay.yaml': CONFIG });
    const made = await commits(project, 16);
    await plant(project, made, { level: (i) => (i < 9 ? 1 : 1.2) });
    const result = HistoryResultSchema.parse(await project.json('history', '--no-graphs'));
    const [series] = result.series;
    assert.deepEqual(
      series!.points.map(({ commit }) => commit),
      made,
    );
    assert.equal(series!.changePoints.length, 1);
    const [change] = series!.changePoints;
    assert.deepEqual(change!.commits, { after: made[8], at: made[9] });
    assert.equal(change!.cause, 'code');
    assert.equal(change!.verdict, 'regression');
    assert.ok(change!.interval[0]! < 1.2 && change!.interval[1]! > 1.2, JSON.stringify(change));
  });

  test('blames the environment where it changes together with the level', async () => {
    await using project = await createProject({ 'assay.yaml': CONFIG });
    const made = await commits(project, 16);
    await plant(project, made, {
      level: (i) => (i < 8 ? 1 : 1.3),
      environment: (i) => (i < 8 ? 'e1' : 'e2'),
    });
    const { series, events } = await project.json('history', '--no-graphs');
    assert.equal(series.length, 1);
    assert.deepEqual(
      series[0].changePoints.map((each: { cause: string; index: number }) => [each.cause, each.index]),
      [['environment', 8]],
    );
    assert.deepEqual(
      events.map((event: Event) => [event.cause, event.findings.length, event.environment?.to]),
      [['environment', 1, 'e2']],
    );
  });

  test('lists each change of the environment with what differs, also where no level moved', async () => {
    await using project = await createProject({ 'assay.yaml': CONFIG });
    const made = await commits(project, 16);
    {
      await using store = await project.store();
      const identity = (release: string, cpuQuota: number) => ({
        kernel: { release: { value: release } },
        limits: { cpuQuota: { value: cpuQuota } },
      });
      await saveEnvironment(store, { id: 'e1', identity: identity('6.1', 1) });
      await saveEnvironment(store, { id: 'e2', identity: identity('6.12', 1) });
      await saveEnvironment(store, { id: 'e3', identity: identity('6.12', 2) });
    }
    const environment = (i: number): string => (i < 5 ? 'e1' : i < 11 ? 'e2' : 'e3');
    for (const benchmark of ['one', 'two'])
      await plant(project, made, { level: () => 1, environment, benchmark });
    for (const command of ['history --no-graphs', 'changes']) {
      const { events } = await project.json(...command.split(' '));
      assert.deepEqual(
        events.map(({ at, cause, findings, environment: of }: Event) => {
          const differing = of?.differences.map(({ path, a, b }) => [path, a, b]);
          return [at, cause, findings.length, of?.from, of?.to, of?.grade, differing];
        }),
        [
          [
            ...[made[5], 'environment', 0, 'e1', 'e2', 'not comparable'],
            [['kernel.release', { value: '6.1' }, { value: '6.12' }]],
          ],
          [
            ...[made[11], 'environment', 0, 'e2', 'e3', 'comparable with calibration'],
            [['limits.cpuQuota', { value: 1 }, { value: 2 }]],
          ],
        ],
      );
      const text = (await project.assay(...command.split(' '))).stdout;
      const line = `environment e1 → e2 from ${made[5]!.slice(0, 7)}\\w* on, not comparable: Kernel`;
      assert.match(text, new RegExp(`^${line} \\(assay env diff e1 e2\\)$`, 'm'));
    }
  });

  test('gives two machines that measure the same commits a history each', async () => {
    await using project = await createProject({ 'assay.yaml': CONFIG });
    const made = await commits(project, 12);
    const twice = made.flatMap((commit) => [commit, commit]);
    await plant(project, twice, {
      level: (i) => (i % 2 === 0 ? 1 : 2),
      environment: (i) => (i % 2 === 0 ? 'e1' : 'e2'),
    });
    const { series } = await project.json('history', '--no-graphs');
    assert.deepEqual(
      series.map((each: { environment: string; changePoints: unknown[] }) => each.changePoints.length),
      [0, 0],
    );
    assert.deepEqual(series.map((each: { environment: string }) => each.environment).sort(), ['e1', 'e2']);
  });

  test('joins the steps of several benchmarks at one commit into one event', async () => {
    await using project = await createProject({ 'assay.yaml': CONFIG });
    const made = await commits(project, 16);
    await plant(project, made, { level: (i) => (i < 9 ? 1 : 1.2), benchmark: 'one' });
    await plant(project, made, { level: (i) => (i < 9 ? 3 : 2), benchmark: 'two' });
    await plant(project, made, { level: (i) => (i < 5 ? 3 : 4), benchmark: 'three' });
    const { events } = await project.json('history', '--no-graphs');
    assert.deepEqual(
      events.map((event: { at: string; findings: { series: number }[] }) => [
        event.at,
        event.findings.map(({ series }) => series).sort(),
      ]),
      [
        [made[5], [2]],
        [made[9], [0, 1]],
      ],
    );
  });

  test('draws levels, steps and environments into one picture', async () => {
    await using project = await createProject({ 'assay.yaml': CONFIG });
    const made = await commits(project, 16);
    await plant(project, made, { level: (i) => (i < 9 ? 1 : 1.2) });
    const said = await project.assay('history');
    assert.equal(said.exitCode, 0, said.stderr);
    assert.match(said.stdout, /[▁▂▃▄▅▆▇█]{16}/);
    assert.match(said.stdout, /\+(19|20|21)\.\d %/);
    const svg = await readFile(join(project.root, '.assay/history/work-wall-history.svg'), 'utf8');
    assert.match(svg, />\+(19|20|21)\.\d %</);
    assert.match(svg, /1 step/);
  });

  test('says that there is no history, and which benchmarks there are', async () => {
    await using project = await createProject({ 'assay.yaml': CONFIG });
    const none = await project.assay('history');
    assert.equal(none.exitCode, 3);
    await plant(project, await commits(project, 1), { level: () => 1 });
    const unknown = await project.assay('history', 'other');
    assert.equal(unknown.exitCode, 2);
    assert.match(unknown.stderr, /nothing is stored of a benchmark other/);
    assert.match(unknown.stderr, /work/);
  });
});

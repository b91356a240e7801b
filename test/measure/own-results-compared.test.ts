import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { eventually, processesWith } from '../kit/processes.ts';
import { configOf, createProject, type Project } from '../kit/project.ts';
import { own } from './own-metric.ts';

const GO = { format: 'go' };

describe('a comparison judges what the commands measured themselves', { concurrency: 2 }, () => {
  const PRINT = 'sh print.sh';
  const printing = (ns: number): string =>
    `n=$(od -An -N1 -tu1 /dev/urandom); echo "BenchmarkX 9 $((${ns}00 + n % 10)) ns/op"; echo PASS\n`;

  test('a regression of it is found where the time of the command is the same', async () => {
    const benchmark = { command: PRINT, samples: 20, warmup: 0, parse: GO, metrics: ['BenchmarkX wall'] };
    await using project = await createProject({
      'assay.yaml': configOf(benchmark),
      'print.sh': printing(1000),
    });
    await project.commit('slower', { 'print.sh': printing(1500) });
    const result = await project.json('compare', 'HEAD~1', 'HEAD');
    assert.equal(result.verdict, 'regression');
    const [comparison, ...others] = result.comparisons;
    assert.equal(others.length, 0);
    assert.deepEqual(
      [comparison.metric, comparison.unit, comparison.verdict],
      ['BenchmarkX wall', 's', 'regression'],
    );
    assert.ok(Math.abs(comparison.ratio - 1.5) < 0.02);
  });

  test('a side without it makes the comparison inconclusive, with the reason', async () => {
    const benchmark = { command: PRINT, samples: 3, warmup: 0, parse: GO, metrics: ['BenchmarkX wall'] };
    await using project = await createProject({
      'assay.yaml': configOf(benchmark),
      'print.sh': printing(1000),
    });
    await project.commit('silent', { 'print.sh': 'true\n' });
    const result = await project.json('compare', 'HEAD~1', 'HEAD');
    assert.equal(result.verdict, 'inconclusive');
    assert.match(
      result.comparisons[0].reasons.join(),
      /the candidate failed: parse: standard output: is empty/,
    );
  });

  test('an interrupted run goes on with it, each execution counted once', async () => {
    await using project = await createProject({ x: '' });
    const log = join(project.outside, 'log');
    const command = `echo x >> '${log}'; sleep 0.15; echo "BenchmarkX 9 $(wc -l < '${log}') ns/op"; echo PASS`;
    const benchmark = { command, samples: 6, warmup: 0, parse: GO, metrics: ['BenchmarkX wall'] };
    await project.commit('configure', { 'assay.yaml': configOf(benchmark) });
    await killAfter(project, 2);
    const executed = (await readFile(log, 'utf8')).length / 2;
    const result = await project.json('run', '--resume', 'latest');
    const samples = own(result, 'BenchmarkX wall').samples.map((s) => Math.round(s * 1e9));
    assert.equal(samples.length, 6);
    assert.equal(new Set(samples).size, 6);
    assert.deepEqual(samples.slice(0, 2), [1, 2]);
    assert.ok(samples.at(-1)! >= 6 && samples.at(-1)! <= executed + 4, String(samples));
    assert.equal(own(result, 'BenchmarkX wall').judged, true);
  });
});

async function killAfter(project: Project, executions: number): Promise<void> {
  const assay = project.start(['run']);
  await assay.says(/measuring/);
  await eventually(async () => {
    await using store = await project.store();
    return Number(store.connection.prepare('SELECT count(*) AS n FROM execution').get()!.n) >= executions;
  });
  assay.kill('SIGKILL');
  await assay.ended;
  // The sampler may have begun another one before it noticed.
  await eventually(() => processesWith('BenchmarkX 9 $(wc').length === 0);
}

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { configOf, createProject } from '../kit/project.ts';

test('a planted slowdown of a fifth is a regression with exit code 1, its reverse an improvement with 0', async () => {
  const work = (loops: number): string =>
    `int main(void) { volatile long x = 0; for (long i = 0; i < ${loops}; i++) x += i; return 0; }\n`;
  await using project = await createProject({
    'assay.yaml': configOf(
      { command: ['./work'], warmup: 1, samples: { min: 10, max: 200 }, metrics: ['user'] },
      { build: 'cc -O1 -o work work.c' },
    ),
    'work.c': work(40_000_000),
  });
  await project.commit('slower', { 'work.c': work(52_000_000) });
  const slower = await project.start(['compare', 'HEAD~1', 'HEAD', '--json']).ended;
  const { verdict, comparisons } = JSON.parse(slower.stdout);
  assert.equal(verdict, 'regression', slower.stdout);
  assert.equal(slower.exitCode, 1);
  assert.ok(comparisons[0].ratio > 1.15 && comparisons[0].interval[0] > 1, slower.stdout);
  const faster = await project.start(['compare', 'HEAD', 'HEAD~1', '--json']).ended;
  assert.equal(JSON.parse(faster.stdout).verdict, 'improvement', faster.stdout);
  assert.equal(faster.exitCode, 0);
});

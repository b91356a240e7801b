import assert from 'node:assert/strict';
import { accessSync, constants, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { parse } from 'yaml';
import { blocksOf, ROOT, readDocument } from './markdown.ts';

interface Step {
  readonly uses?: string;
  readonly run?: string;
}

interface Workflow {
  readonly on: Readonly<Record<string, unknown>> | string;
  readonly permissions: Readonly<Record<string, string>>;
  readonly jobs: Readonly<
    Record<
      string,
      { readonly steps: readonly Step[]; readonly container?: string; readonly 'timeout-minutes'?: number }
    >
  >;
}

const workflow = parse(readFileSync(join(ROOT, '.github/workflows/ci.yml'), 'utf8')) as Workflow;
const jobs = Object.values(workflow.jobs);
const targets = new Set(
  [...readFileSync(join(ROOT, 'Makefile'), 'utf8').matchAll(/^([a-z-]+):/gm)].map((match) => match[1]!),
);

describe('.github/workflows/ci.yml', () => {
  test('runs for pushes and pull requests, may only read, and ends', () => {
    assert.deepEqual(Object.keys(workflow.on).sort(), ['pull_request', 'push']);
    assert.deepEqual(workflow.permissions, { contents: 'read' });
    for (const job of jobs) assert.ok(job['timeout-minutes']);
  });

  test('runs nothing but what a person runs: targets of make, or .ci/run', () => {
    const lines = jobs.flatMap(({ steps }) => steps.flatMap(({ run }) => (run === undefined ? [] : [run])));
    assert.deepEqual(lines, ['make check', '.ci/run']);
    accessSync(join(ROOT, '.ci/run'), constants.X_OK);
    const made = [...readFileSync(join(ROOT, '.ci/run'), 'utf8').matchAll(/^make ([a-z-]+)$/gm)].map(
      (match) => match[1]!,
    );
    assert.deepEqual(made, ['test', 'demo']);
    for (const target of ['check', ...made]) assert.ok(targets.has(target), target);
  });

  test('pins images by version and actions by commit', () => {
    for (const { container, steps } of jobs) {
      assert.match(container ?? '', /^[a-z]+:\d+\.\d+\.\d+-[a-z]+$/);
      for (const { uses } of steps) if (uses !== undefined) assert.match(uses, /^[\w/-]+@[0-9a-f]{40}$/);
    }
  });
});

test('the workflow in the guide pins its actions by commit too', () => {
  const shown = blocksOf(readDocument('docs/guide/ci.md')).filter(({ language }) => language === 'yaml');
  const { permissions, jobs: shownJobs } = parse(shown[0]!.text) as Workflow;
  assert.deepEqual(permissions, { contents: 'read' });
  const used = Object.values(shownJobs).flatMap(({ steps }) => steps.flatMap(({ uses }) => uses ?? []));
  assert.ok(used.length > 0);
  for (const uses of used) assert.match(uses, /^[\w/-]+@[0-9a-f]{40}$/);
});

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { EnvExplain } from '../../src/cli/schemas/env.ts';
import { isSamePlan } from '../../src/cli/stored/same-plan.ts';
import type { Plan } from '../../src/config/plan.ts';
import { loadRun } from '../../src/store/runs.ts';
import { configOf, createProject, type Project } from '../kit/project.ts';

const BENCHMARK = { command: ['true'], samples: 2, warmup: 0 };
const SMALL = { kind: 'container', image: 'debian:12.5', memory: '256MiB' };

function project(rest: object): Promise<Project> {
  return createProject({ 'assay.yaml': configOf(BENCHMARK, rest) });
}

/** At somebody's own machine, unless the variables say otherwise. */
function assay(of: Project, args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  return of.start(args, { env: { CI: undefined, ASSAY_CONTEXT: undefined, ...env } }).ended;
}

async function placeOfLatest(of: Project) {
  const [{ run }] = (await of.json('runs')).runs;
  await using store = await of.store();
  return ((await loadRun(store, run)).plan as Plan).place;
}

describe('assay env explain', { concurrency: 2 }, () => {
  test('shows what is chosen in each context, which holds here, and every default', async () => {
    await using of = await project({ environments: { small: SMALL } });
    const { stdout, exitCode } = await assay(of, ['env', 'explain']);
    assert.equal(exitCode, 0);
    const [first, , ...table] = stdout.split('\n');
    assert.equal(
      first,
      'Measured in host: context local (nothing says otherwise): the host unless said otherwise',
    );
    assert.deepEqual(
      table.slice(2, 6).map((line) => line.trim().split(/ {2,}/)),
      [
        ['→', 'local', 'host', 'the host unless said otherwise'],
        ['ci', 'small', 'the only container'],
        ['production', 'host', 'the host unless said otherwise'],
        ['release', 'small', 'the only container'],
      ],
    );
    for (const line of [/^memory +256MiB, without swap$/m, /^network +none$/m, /^root +read-only$/m])
      assert.match(stdout, line);
  });

  test('gives JSON by its schema, and takes the flags that choose', async () => {
    await using of = await project({ environments: { small: SMALL } });
    const explain = async (args: readonly string[], env: NodeJS.ProcessEnv = {}) => {
      const { stdout } = await assay(of, ['env', 'explain', '--json', ...args], env);
      const { here, environments } = EnvExplain.parse(JSON.parse(stdout));
      assert.deepEqual(
        environments.map(({ name }) => name),
        ['host', 'small'],
      );
      return [here.context, here.environment];
    };
    assert.deepEqual(await explain([]), ['local', 'host']);
    assert.deepEqual(await explain([], { CI: 'true' }), ['ci', 'small']);
    assert.deepEqual(await explain([], { CI: 'true', ASSAY_CONTEXT: 'production' }), ['production', 'host']);
    assert.deepEqual(await explain(['--context', 'release']), ['release', 'small']);
    assert.deepEqual(await explain(['--mode', 'container']), ['local', 'small']);
    assert.deepEqual(await explain(['--env', 'small', '--mode', 'host']), ['local', 'small']);
  });

  test('ends with 2 where a flag or a variable names nothing that there is', async () => {
    await using of = await project({});
    for (const [args, env] of [
      [['--env', 'small'], {}],
      [['--mode', 'container'], {}],
      [['--context', 'nightly'], {}],
      [[], { ASSAY_CONTEXT: 'nightly' }],
    ] as const) {
      const { exitCode, stderr, stdout } = await assay(of, ['env', 'explain', ...args], env);
      assert.deepEqual([exitCode, stdout], [2, ''], stderr);
    }
  });
});

describe('where a run is measured', { concurrency: 2 }, () => {
  test('is not said where there was nothing to choose', async () => {
    await using of = await project({});
    assert.equal((await assay(of, ['run'])).exitCode, 0);
    assert.equal(await placeOfLatest(of), undefined);
  });

  test('is kept with it, and why', async () => {
    await using of = await project({ environments: { small: SMALL } });
    assert.equal((await assay(of, ['run'], { CI: '1', ASSAY_CONTEXT: 'production' })).exitCode, 0);
    assert.deepEqual(await placeOfLatest(of), {
      environment: { kind: 'host', name: 'host', cpuset: null, nice: null, aslr: 'machine' },
      why: 'context production (ASSAY_CONTEXT is production): the host unless said otherwise',
    });
    assert.equal((await assay(of, ['run', '--env', 'host'], { CI: '1' })).exitCode, 0);
    assert.equal((await placeOfLatest(of))!.why, '--env host');
  });

  test('gives its name to the environment that was measured in', async () => {
    await using of = await project({ environments: { pinned: { kind: 'host', nice: 1 } } });
    assert.equal((await assay(of, ['run', '--env', 'pinned'])).exitCode, 0);
    const { environments } = await of.json('env', 'list');
    const named = environments.find(({ names }: { names: string[] }) => names.includes('pinned'));
    assert.equal((await of.json('env', 'show', 'pinned')).environment.id, named.id);
    const { exitCode, stderr } = await assay(of, ['env', 'show', 'small']);
    assert.equal(exitCode, 2);
    assert.match(stderr, /no environment that was measured in has the id or name small/);
  });

  test('is that of releases where two tags are compared, and only there', async () => {
    await using of = await project({
      environments: { quiet: { kind: 'host' } },
      execution: { contexts: { release: 'quiet' } },
    });
    of.git('tag', 'v1');
    await of.commit('second', { x: '' });
    of.git('tag', 'v2');
    await assay(of, ['compare', 'v1', 'v2']);
    assert.equal(
      (await placeOfLatest(of))!.why,
      'context release (two tags are compared): execution.contexts.release',
    );
    await assay(of, ['compare', 'v1', 'HEAD']);
    assert.equal((await placeOfLatest(of))!.environment.name, 'host');
  });

  test('is the same for going on, whatever led there', () => {
    const plan: Plan = { version: 1, falseAlarmBudget: 0.01, benchmarks: [] };
    const at = (name: string, why: string): Plan => ({
      ...plan,
      place: { why, environment: { kind: 'host', name, cpuset: null, nice: null, aslr: 'machine' } },
    });
    assert.equal(isSamePlan(at('a', 'context ci'), at('a', '--env a')), true);
    assert.equal(isSamePlan(at('a', 'context ci'), at('b', 'context ci')), false);
    assert.equal(isSamePlan(plan, at('a', 'context ci')), false);
    assert.equal(isSamePlan(null, plan), false);
  });

  test('cannot be changed when it goes on', async () => {
    await using of = await project({});
    const { exitCode, stderr } = await assay(of, ['run', '--resume', 'latest', '--env', 'host']);
    assert.deepEqual([exitCode, stderr.includes('env cannot be changed')], [2, true], stderr);
  });
});

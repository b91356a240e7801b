import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { chmod, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { containerProject, inspectRunning, leftOf } from '../kit/container-project.ts';

const DOCKERFILE = (image: string): string => `FROM ${image}\nCOPY work.sh /work.sh\nENV KIND=image\n`;

/** Some milliseconds of a processor. */
const WORK = 'i=0; while [ $i -lt 5000 ]; do i=$((i+1)); done';

// biome-ignore lint/suspicious/noExplicitAny: tests name the fields they look at
function metric(run: any, name: string): any {
  return run.measurements.find((each: { metric: string }) => each.metric === name);
}

/** A file of the cgroup of a process, as the kernel has it. */
function cgroupFile(pid: number, controller: string, file: string): string {
  const path = new RegExp(`^\\d+:[^:]*\\b${controller}\\b[^:]*:(.*)$`, 'm').exec(
    readFileSync(`/proc/${pid}/cgroup`, 'utf8'),
  )?.[1];
  if (path === undefined) {
    const unified = /^0::(.*)$/m.exec(readFileSync(`/proc/${pid}/cgroup`, 'utf8'))![1]!;
    return readFileSync(`/sys/fs/cgroup${unified}/${file}`, 'utf8').trim();
  }
  return readFileSync(`/sys/fs/cgroup/${controller}${path}/${file}`, 'utf8').trim();
}

describe('one project measured in three ways', { timeout: 120_000 }, () => {
  test('on the host, in a container with limits, and in an image of an old commit', async () => {
    await using project = await containerProject({
      benchmark: { command: 'sh work.sh; sleep 0.2' },
      files: { 'work.sh': WORK },
    });
    const config = JSON.parse(readFileSync(join(project.root, 'assay.yaml'), 'utf8'));
    config.environments.built = { kind: 'container', dockerfile: 'Dockerfile', cpus: 1, source: '/src' };
    const old = await project.commit('with an image', {
      'assay.yaml': JSON.stringify(config),
      Dockerfile: DOCKERFILE(project.imageId),
    });
    await project.commit('without', { Dockerfile: 'FROM scratch\n' });

    const host = await project.json('run');
    assert.equal(host.executionEnvironment.containers, undefined);

    const measuring = project.start(['run', '--env', 'small', '--json']);
    const seen = await inspectRunning(project);
    const quota = cgroupFile(seen.State.Pid, 'cpu', 'cpu.cfs_quota_us');
    const memory = cgroupFile(seen.State.Pid, 'memory', 'memory.limit_in_bytes');
    const { stdout, stderr, exitCode } = await measuring.ended;
    assert.equal(exitCode, 0, stderr);
    const small = JSON.parse(stdout);
    const { executionEnvironment: execution } = small;
    assert.equal(execution.runtime, 'container');
    assert.equal(execution.containerId, seen.Id);
    assert.equal(execution.runtimeVersion, project.engine.info.version);
    assert.equal(execution.environment, 'small');
    assert.match(execution.why, /--env small/);
    const [container] = execution.containers;
    assert.equal(container.id, seen.Id);
    assert.equal(container.image, seen.Image);
    assert.equal(container.image, project.imageId);
    assert.deepEqual(container.limits.cpuQuota, { value: Number(quota) / 100_000 });
    assert.deepEqual(container.limits.cpuQuota, { value: seen.HostConfig.NanoCpus / 1e9 });
    assert.deepEqual(container.limits.memoryBytes, { value: Number(memory) });
    assert.deepEqual(container.limits.memoryBytes, { value: seen.HostConfig.Memory });
    assert.deepEqual(container.limits.swapBytes, { value: 0 });
    assert.deepEqual(await leftOf(project, small.run), []);

    const built = await project.json('run', '--commit', old, '--env', 'built');
    assert.equal(metric(built, 'wall').status, 'measured');
    assert.equal(built.commit, old);
    assert.notEqual(built.executionEnvironment.containers[0].image, project.imageId);
    assert.deepEqual(await leftOf(project, built.run), []);

    assert.equal(new Set([host, small, built].map(({ environment }) => environment)).size, 3);
    const again = await project.json('run', '--env', 'small');
    assert.equal(again.environment, small.environment);
  });

  test('what the kernel accounts to the container agrees with what the sampler sees', async () => {
    await using project = await containerProject({
      benchmark: { command: `${WORK}; ${WORK}; ${WORK}; ${WORK}` },
      environment: { cpus: 0.5 },
    });
    const run = await project.json('run', '--env', 'small');
    const [user, system, cgroup] = ['user', 'system', 'cgroup-cpu'].map((name) => metric(run, name).samples);
    for (const [i, s] of cgroup.entries()) {
      const own = user[i] + system[i];
      assert.ok(s >= own - 0.01 && s < own + 0.05, `${s} s of the cgroup, ${own} s of the command`);
    }
    assert.deepEqual(metric(run, 'oom-kills').samples, [0, 0, 0]);
    const peak = metric(run, 'cgroup-peak-memory');
    assert.ok(
      peak.status === 'unavailable' || peak.samples.every((bytes: number) => bytes > 0 && bytes <= 2 ** 28),
    );
  });
});

describe('a container as its commands find it', { timeout: 120_000, concurrency: 2 }, () => {
  test('builds in it, sees the tree read-only, writes where it may, and knows nothing of the host', async () => {
    await using project = await containerProject({
      benchmark: {
        build: 'cp work.sh built.sh && echo built by $(id -u) && [ -z "$ONLY_OUTSIDE" ]',
        setup: 'echo kept > /tmp/state',
        command: [
          ...['set -e', 'sh built.sh', 'test "$(cat /tmp/state)" = kept', 'test "$(pwd)" = /src'],
          ...['if touch /src/x 2> /dev/null; then exit 3; fi', 'if touch /x 2> /dev/null; then exit 4; fi'],
          ...['test "$(id -u)" != 0', 'test -z "$ONLY_OUTSIDE"', 'test "$GREETING" = hello'],
          ...[
            'echo x > /data/x && test "$(ls /sys/class/net)" = lo',
            'test "$(cat)" = input',
            'echo \'{"benchmark":"own","value":7}\' > /dev/null',
          ],
        ].join('; '),
        env: { GREETING: 'hello' },
        stdin: 'input.txt',
      },
      environment: { volumes: { data: '/data' } },
      files: { 'work.sh': WORK, 'input.txt': 'input\n' },
    });
    const { stdout, stderr, exitCode } = await project.start(['run', '--env', 'small', '--json'], {
      env: { ONLY_OUTSIDE: 'secret of the host' },
    }).ended;
    const run = JSON.parse(stdout);
    assert.equal(exitCode, 0, `${metric(run, 'wall').reason}\n${stderr}`);
  });

  test('keeps commits apart in a comparison, each with its own image', async () => {
    await using project = await containerProject({
      benchmark: { command: 'sh /work.sh', samples: 6 },
      environments: { built: { kind: 'container', dockerfile: 'Dockerfile' } },
      files: { 'work.sh': WORK },
    });
    const base = await project.commit('base', { Dockerfile: DOCKERFILE(project.imageId) });
    const slow = await project.commit('slower', { 'work.sh': `${WORK}; ${WORK}; ${WORK}` });
    const compared = await project.json('compare', base, slow, '--env', 'built', '--samples', '12');
    assert.equal(compared.verdict, 'regression', JSON.stringify(compared.comparisons));
    const { executionEnvironment } = await project.json('show', compared.run);
    const { containers } = executionEnvironment;
    assert.deepEqual(containers.map(({ side }: { side: string }) => side).sort(), ['baseline', 'candidate']);
    assert.equal(new Set(containers.map(({ image }: { image: string }) => image)).size, 2);
    assert.deepEqual(await leftOf(project, compared.run), []);
  });

  test('gives its own results from where Assay can read them', async () => {
    const own = '{"benchmark":"own","metric":"pages","unit":"1","direction":"lower","value":7}';
    await using project = await containerProject({
      benchmark: {
        command: `echo '${own}' > "$ASSAY_OUTPUT/own.ndjson"`,
        parse: { format: 'ndjson', from: '$ASSAY_OUTPUT/own.ndjson' },
        metrics: ['pages', 'cgroup-cpu'],
      },
    });
    const host = await project.json('run');
    assert.deepEqual(metric(host, 'pages').samples, [7, 7, 7], JSON.stringify(host.measurements));
    assert.equal(metric(host, 'cgroup-cpu').status, 'unavailable');
    const run = await project.json('run', '--env', 'small');
    assert.deepEqual(metric(run, 'pages').samples, [7, 7, 7], JSON.stringify(run.measurements));
    assert.equal(metric(run, 'cgroup-cpu').judged, true);
  });

  test('refuses to read results through a link that leads out of it', async () => {
    await using project = await containerProject({
      benchmark: {
        command: 'ln -sf /etc/passwd $ASSAY_OUTPUT/own.json',
        parse: { format: 'ndjson', from: '$ASSAY_OUTPUT/own.json' },
        metrics: ['pages'],
      },
    });
    const said = await project.assay('run', '--env', 'small');
    assert.equal(said.exitCode, 2);
    assert.match(said.stderr, /own\.json of the container cannot be read from outside/);
    assert.doesNotMatch(said.stdout + said.stderr, /root:x/);
  });

  test('mounts what it names, and nothing that a link leads out of the project', async () => {
    await using project = await containerProject({
      benchmark: { command: 'cat /data/x > $ASSAY_OUTPUT/x' },
      environment: { mounts: [{ from: 'data', to: '/data' }] },
      files: { 'data/x': 'x' },
    });
    const said = await project.assay('run', '--env', 'small');
    assert.equal(said.exitCode, 0, said.stderr);
    await project.write({ 'away/.keep': '' });
    project.git('rm', '-rq', 'data');
    await symlink('/etc', join(project.root, 'data'));
    const refused = await project.assay('run', '--env', 'small');
    assert.equal(refused.exitCode, 2, refused.stdout);
    assert.match(
      refused.stderr,
      /environments\.small\.mounts: data is in truth \/etc, outside of the project/,
    );
  });

  test('looks again where a mount leads, since commands may have moved what they may write', async () => {
    await using project = await containerProject({
      benchmark: {
        command: 'echo {n}; mv /all/part /all/part-{n} && ln -s /etc /all/part',
        params: { n: [1, 2] },
      },
      environment: {
        mounts: [
          { from: 'all', to: '/all', writable: true },
          { from: 'all/part', to: '/part' },
        ],
      },
    });
    await project.commit('data', { 'all/part/x': 'x' });
    await chmod(join(project.root, 'all'), 0o777);
    const { exitCode, stderr } = await project.assay('run', '--env', 'small', '--samples', '1');
    assert.equal(exitCode, 2, stderr);
    assert.match(stderr, /all\/part is in truth \/etc, outside of the project/);
  });

  test('takes no Dockerfile and no context from outside of the commit', async () => {
    await using project = await containerProject({
      benchmark: { command: 'true' },
      environments: {
        linked: { kind: 'container', dockerfile: 'Dockerfile' },
        away: { kind: 'container', dockerfile: 'away/passwd', context: 'away' },
      },
    });
    await symlink('/etc/passwd', join(project.root, 'Dockerfile'));
    await symlink('/etc', join(project.root, 'away'));
    await project.commit('links');
    for (const env of ['linked', 'away']) {
      const { exitCode, stderr } = await project.assay('run', '--env', env);
      assert.equal(exitCode, 2, stderr);
      assert.match(stderr, /leads out of the repository/);
      assert.doesNotMatch(stderr, /root:x/);
    }
  });

  test('brings secrets as files that nothing else shows', async () => {
    const value = 'v9-very-secret-value';
    await using project = await containerProject({
      benchmark: {
        command: `test "$(cat /run/secrets/TOKEN)" = "$PASSED" && sleep 0.3 && cat /run/secrets/TOKEN >&2`,
        env: { PASSED: { secret: 'TOKEN' } },
        output: 'log',
      },
      environment: { secrets: ['TOKEN'] },
    });
    const measuring = project.start(['run', '--env', 'small', '--json'], { env: { TOKEN: value } });
    const inspected = JSON.stringify(await inspectRunning(project));
    const { stdout, stderr, exitCode } = await measuring.ended;
    assert.equal(exitCode, 0, stderr);
    assert.doesNotMatch(inspected, /very-secret/);
    const database = readFileSync(join(project.root, '.assay', 'assay.db'), 'latin1');
    const logs = join(project.root, '.assay', 'logs', JSON.parse(stdout).run);
    const kept = readdirSync(logs)
      .map((name) => readFileSync(join(logs, name), 'utf8'))
      .join();
    for (const text of [inspected, stdout, stderr, database, kept]) assert.ok(!text.includes(value));
    assert.match(kept, /\[secret TOKEN\]/);
    assert.deepEqual(await leftOf(project, JSON.parse(stdout).run), []);
  });
});

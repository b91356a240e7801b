import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { ASSAY, testEnvironment } from '../kit/cli.ts';
import { configOf, createProject } from '../kit/project.ts';

test('when the database can no longer grow, the run ends with advice, keeps its samples and goes on later', async () => {
  await using project = await createProject({
    'assay.yaml': configOf({ command: ['/bin/true'], samples: 150, warmup: 0 }),
  });
  await project.assay('run', '--samples', '1');
  // A limit on the size of files, a little above that of the database: its writes fail as on a full disk.
  const { size } = await stat(join(project.root, '.assay', 'assay.db'));
  const said = spawnSync('prlimit', [`--fsize=${size + 60_000}`, ASSAY, 'run'], {
    cwd: project.root,
    env: testEnvironment(),
    encoding: 'utf8',
  });
  assert.equal(said.status, 4, said.stderr);
  assert.match(
    said.stderr,
    /the database .*assay\.db cannot be read or written\n hint: check the disk and its free space/,
  );
  const [{ run, status }] = (await project.json('runs')).runs;
  assert.ok(['failed', 'interrupted'].includes(status), status);
  const kept = (await project.json('show', run)).measurements[0].samples;
  assert.ok(kept.length > 0 && kept.length < 150, `${kept.length} samples`);
  const resumed = await project.json('run', '--resume', run);
  assert.equal(resumed.measurements[0].samples.length, 150);
  assert.deepEqual(resumed.measurements[0].samples.slice(0, kept.length), kept);
  assert.deepEqual((await project.json('db', 'check')).problems, []);
});

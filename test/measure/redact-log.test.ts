import assert from 'node:assert/strict';
import { readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { redactLog } from '../../src/measure/redact-log.ts';
import { Secret } from '../../src/platform/secret.ts';
import { temporaryFolder } from '../kit/folder.ts';
import { createProject } from '../kit/project.ts';

const SECRETS = new Map([['TOKEN', new Secret('TOKEN', 'hush-é-4711')]]);

describe('a log that is kept', () => {
  test('has the name of a secret where its value was, and every other byte as it was', async () => {
    await using folder = await temporaryFolder();
    const around = Buffer.from([0, 255, 195, 10]);
    const value = Buffer.from('hush-é-4711');
    await writeFile(folder.at('log'), Buffer.concat([around, value, around, value, around]));
    await redactLog(folder.at('log'), SECRETS);
    const name = Buffer.from('[secret TOKEN]');
    const kept = await readFile(folder.at('log'));
    assert.deepEqual(kept, Buffer.concat([around, name, around, name, around]));
  });

  test('is nothing that a link leads to', async () => {
    await using folder = await temporaryFolder();
    await writeFile(folder.at('file'), 'hush-é-4711');
    await symlink('file', folder.at('log'));
    await redactLog(folder.at('log'), SECRETS);
    assert.equal(await readFile(folder.at('file'), 'utf8'), 'hush-é-4711');
  });

  test('of a command and of a build on the host shows no secret', async () => {
    const env = { TOKEN: { secret: 'TOKEN' } };
    const work = {
      ...{ build: { command: 'echo $TOKEN', env }, command: 'echo $TOKEN; echo $TOKEN >&2', env },
      ...{ output: 'log', samples: 3, warmup: 0 },
    };
    await using project = await createProject({
      'assay.yaml': JSON.stringify({ version: 1, benchmarks: { work } }),
    });
    const said = await project.start(['run', '--json'], { env: { TOKEN: 'hush-4711' } }).ended;
    assert.equal(said.exitCode, 0, said.stderr);
    const logs = join(project.root, '.assay', 'logs');
    const found = project.git('grep', '--no-index', '--no-exclude-standard', '--count', 'secret TOKEN', logs);
    assert.equal(found.split('\n').length, 3, found);
    assert.throws(() =>
      project.git('grep', '--no-index', '--no-exclude-standard', '--quiet', 'hush-4711', project.root),
    );
  });
});

import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { hostname, networkInterfaces, tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { AssayError } from '../../src/core/error.ts';
import { fieldOf } from '../../src/environment/field-value.ts';
import { FIELDS } from '../../src/environment/fields.ts';
import { fingerprint } from '../../src/environment/fingerprint.ts';
import { environmentId } from '../../src/environment/identify.ts';
import { recordedMachine } from './recorded.ts';

let worktree: string;
before(async () => {
  worktree = await mkdtemp(join(tmpdir(), 'assay-worktree-'));
});
after(() => rm(worktree, { recursive: true, force: true }));

describe('the fingerprint of this machine', () => {
  test('has every field, each with a value or a reason, and nothing besides', async () => {
    const record = await fingerprint({ worktree });
    const own = FIELDS.filter(({ optional }) => !optional);
    for (const field of own) assert.ok(fieldOf(record, field) !== undefined, field.path);
    const { probedAt, ...conditions } = record.conditions;
    assert.ok(Math.abs(Date.parse(probedAt) - Date.now()) < 60_000);
    const paths = [...pathsOf(record.identity, 'identity'), ...pathsOf(conditions, 'conditions')];
    assert.deepEqual(paths.sort(), own.map((field) => `${field.part}.${field.path}`).sort());
  });

  test('has the same id when taken again, and survives JSON', async () => {
    const first = await fingerprint({ worktree });
    const second = await fingerprint({ worktree });
    assert.match(first.id, /^[0-9a-f]{12}$/);
    assert.equal(second.id, first.id);
    assert.equal(environmentId(JSON.parse(JSON.stringify(first.identity))), first.id);
  });

  test('says how Assay executes, with its limits and why no overhead is known', async () => {
    const { execution } = await fingerprint({ worktree });
    assert.ok(execution.runtime === 'bare_metal' || execution.containerId !== undefined);
    assert.ok('value' in execution.limits.openFiles);
    assert.deepEqual(execution.overhead, {
      status: 'unavailable',
      reason: 'no calibration has been measured',
    });
  });

  test('names no user, host, address or home folder unless asked to', async () => {
    const text = JSON.stringify(await fingerprint({ worktree }));
    const addresses = Object.values(networkInterfaces()).flatMap((list) =>
      (list ?? []).flatMap(({ address, mac, internal }) => (internal ? [] : [address, mac])),
    );
    for (const secret of [worktree, userInfo().homedir, ...addresses]) {
      assert.ok(!text.includes(secret), `${secret} is in the record`);
    }
    assert.doesNotMatch(text, new RegExp(`"${hostname()}"|"${userInfo().username}"`));

    const asked = await fingerprint({ worktree, includeIdentity: true });
    assert.deepEqual(asked.conditions.host, {
      hostname: hostname(),
      user: userInfo().username,
      worktree,
    });
    assert.equal(asked.id, (await fingerprint({ worktree })).id);
  });

  test('needs a folder', async () => {
    await assert.rejects(fingerprint({ worktree: join(worktree, 'missing') }), (error: unknown) => {
      assert.ok(error instanceof AssayError && error.code === 'input');
      assert.match(error.message, /missing is not a folder/);
      return true;
    });
  });

  test('stops when it is told to', async () => {
    await assert.rejects(
      fingerprint({ worktree, signal: AbortSignal.abort() }),
      (error: unknown) => error instanceof AssayError && error.code === 'interrupted',
    );
  });
});

describe('the fingerprint of recorded machines', () => {
  const env = { PATH: '/nonexistent', XDG_CACHE_HOME: '/nonexistent' };

  test('leaves out serial numbers, machine ids and host names that its files hold', async () => {
    await using server = await recordedMachine('amd-server');
    await using board = await recordedMachine('arm-board');
    for (const { root } of [server, board]) {
      const text = JSON.stringify(await fingerprint({ worktree, root, env }));
      assert.doesNotMatch(
        text,
        /SERIAL42|4c4c4544|0123456789abcdef|bench-host|deadbeef|192\.0\.2|example\.org/,
      );
      assert.ok(!text.includes(root));
    }
  });

  test('differs between machines and is inside a container where one is', async () => {
    await using server = await recordedMachine('amd-server');
    await using board = await recordedMachine('arm-board');
    await using inside = await recordedMachine('docker-container');
    const records = [];
    for (const { root } of [server, board, inside]) records.push(await fingerprint({ worktree, root, env }));
    assert.equal(new Set(records.map((record) => record.id)).size, 3);
    assert.deepEqual(
      records.map((record) => record.execution.runtime),
      ['bare_metal', 'bare_metal', 'container'],
    );
    assert.equal(records[2]!.execution.containerId, '3f9c'.repeat(16));
  });
});

function pathsOf(part: object, prefix: string): string[] {
  return Object.entries(part).flatMap(([group, members]) =>
    Object.keys(members as object).map((name) => `${prefix}.${group}.${name}`),
  );
}

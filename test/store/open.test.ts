import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, readdir, readFile, truncate, writeFile } from 'node:fs/promises';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { refuseDamaged } from '../../src/store/damage.ts';
import { saveEnvironment } from '../../src/store/environments.ts';
import { APPLICATION_ID, MIGRATIONS } from '../../src/store/migrations.ts';
import { openStore } from '../../src/store/open.ts';
import { listRuns } from '../../src/store/runs.ts';
import { fillRun } from '../kit/filled-store.ts';
import { type Folder, temporaryFolder } from '../kit/folder.ts';
import { UNPRIVILEGED } from '../kit/unprivileged.ts';

const OPEN_MODULE = fileURLToPath(new URL('../../src/store/open.ts', import.meta.url));

/** A closed database with one run of many samples. */
async function filled(folder: Folder): Promise<string> {
  const path = folder.at('assay.db');
  await using store = await openStore(path);
  await fillRun(store, { id: 'r1', samples: Array.from({ length: 3000 }, (_, i) => 1 + i / 7) });
  return path;
}

/** Opening refuses with this message, and leaves every file of the folder as it was. */
async function refusedUnchanged(folder: Folder, path: string, message: RegExp): Promise<void> {
  const before = await readFile(path);
  for (const readonly of [true, false]) {
    const opening = async (): Promise<void> => {
      await using store = await openStore(path, { readonly });
      refuseDamaged(store);
    };
    await assert.rejects(opening, (error: { code: string; message: string; hint?: string }) => {
      assert.equal(error.code, 'store');
      assert.match(error.message, message);
      assert.ok(error.message.includes(path), 'the message names the file');
      assert.ok(error.hint, 'there is advice');
      return true;
    });
    assert.ok(before.equals(await readFile(path)), 'left byte-identical');
    const others = (await readdir(folder.path)).filter((name) => !/^assay\.db(-shm)?$/.test(name));
    for (const name of others) assert.equal((await readFile(folder.at(name))).length, 0, name);
  }
}

test('a new database is created with its folders, and reading never creates one', async () => {
  await using folder = await temporaryFolder();
  const path = folder.at('a/b/assay.db');
  await assert.rejects(openStore(path, { readonly: true }), {
    code: 'inconclusive',
    message: /nothing has been measured/,
  });
  assert.deepEqual(await readdir(folder.path), []);
  await using store = await openStore(path);
  assert.deepEqual(await listRuns(store), []);
});

test('a truncated database is refused and left as it is', async () => {
  await using folder = await temporaryFolder();
  const path = await filled(folder);
  const { length } = await readFile(path);
  for (const size of [length - 4096, length - 100, Math.floor(length / 2), 4096, 1000]) {
    await truncate(path, size);
    await refusedUnchanged(folder, path, /is corrupted|is not an SQLite database/);
  }
});

test('garbage in the middle is refused before anything is written', async () => {
  await using folder = await temporaryFolder();
  const path = await filled(folder);
  const bytes = await readFile(path);
  const middle = Math.floor(bytes.length / 2 / 4096) * 4096;
  bytes.fill(0xa5, middle, middle + 4096);
  await writeFile(path, bytes);
  await refusedUnchanged(folder, path, /is corrupted/);
});

test('a file that is not a database is refused and left as it is', async () => {
  await using folder = await temporaryFolder();
  await writeFile(folder.at('assay.db'), 'dear diary, today I measured nothing. '.repeat(50));
  await refusedUnchanged(folder, folder.at('assay.db'), /is not an SQLite database/);
});

test("another program's SQLite database is refused and left as it is", async () => {
  await using folder = await temporaryFolder();
  const foreign = new DatabaseSync(folder.at('assay.db'));
  foreign.exec('CREATE TABLE run (id TEXT); INSERT INTO run VALUES (1)');
  foreign.close();
  await refusedUnchanged(folder, folder.at('assay.db'), /is an SQLite database, but not one of Assay's/);
});

test('a database of a newer Assay is refused with advice and left as it is', async () => {
  await using folder = await temporaryFolder();
  const path = await filled(folder);
  const newer = new DatabaseSync(path);
  newer.exec(`PRAGMA user_version = ${MIGRATIONS.length + 1}; ALTER TABLE run ADD COLUMN news TEXT`);
  newer.close();
  await refusedUnchanged(folder, path, /was written by a newer Assay \(schema \d+; this one knows \d+\)/);
});

/** A database as the first version of the schema left it, with one environment. */
function old(path: string): void {
  const first = new DatabaseSync(path);
  first.exec(MIGRATIONS[0]!);
  first.exec(`PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = 1`);
  first.exec("INSERT INTO environment VALUES ('e', '{}', '')");
  first.close();
}

test('a database of an older Assay is brought up to date with what is in it', async () => {
  await using folder = await temporaryFolder();
  old(folder.at('assay.db'));
  await assert.rejects(openStore(folder.at('assay.db'), { readonly: true }), {
    code: 'store',
    message: /has schema 1/,
  });
  await using store = await openStore(folder.at('assay.db'));
  assert.equal(store.connection.prepare('PRAGMA user_version').get()!.user_version, MIGRATIONS.length);
  assert.equal(store.connection.prepare('SELECT id FROM environment').get()!.id, 'e');
  await fillRun(store, { id: 'r1' });
});

test('what hangs on a run stays when the table of runs is made anew', async () => {
  await using folder = await temporaryFolder();
  const path = folder.at('assay.db');
  const third = new DatabaseSync(path);
  for (const migration of MIGRATIONS.slice(0, 3)) third.exec(migration);
  third.exec(`PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = 3`);
  third.exec(`
    INSERT INTO environment VALUES ('e', '{}', '');
    INSERT INTO run VALUES ('r', 'run', 'completed', '2026-01-01', NULL, NULL, 1, '{}', NULL, 'e', '{}', '{}', '0', NULL, NULL);
    INSERT INTO revision VALUES ('r', 'candidate', 'main', NULL, NULL, 0, NULL, NULL, NULL);
    INSERT INTO measurement (id, run_id, side, benchmark, case_key, subject, metric, unit, direction, status, judged,
      tolerance, command, warnings) VALUES (1, 'r', 'candidate', 'b', '{}', '', 'wall', 's', 'lower', 'measured', 1, 0, 'c', '[]');
    INSERT INTO sample VALUES (1, 0, 2.5);
    INSERT INTO baseline VALUES ('v1', 'r', '')`);
  third.close();
  await using store = await openStore(path);
  const [run] = await listRuns(store);
  assert.deepEqual([run!.id, run!.candidate.label, run!.baselineEnvironmentId], ['r', 'main', null]);
  assert.equal(store.connection.prepare('SELECT value FROM sample').get()!.value, 2.5);
  assert.deepEqual(store.connection.prepare('PRAGMA foreign_key_check').all(), []);
  // References hold again: a baseline keeps its run, and a run takes its measurements with it.
  assert.throws(() => store.connection.exec("DELETE FROM run WHERE id = 'r'"), /FOREIGN KEY/);
  store.connection.exec("DELETE FROM baseline; DELETE FROM run WHERE id = 'r'");
  assert.deepEqual(store.connection.prepare('SELECT * FROM sample').all(), []);
});

test('a damaged database of an older Assay is refused before it is brought up to date', async () => {
  await using folder = await temporaryFolder();
  const path = folder.at('assay.db');
  old(path);
  const bytes = await readFile(path);
  await writeFile(path, bytes.fill(0xa5, bytes.length - 8192, bytes.length - 4096));
  await assert.rejects(openStore(path), { code: 'store', message: /is corrupted/ });
  assert.ok(bytes.equals(await readFile(path)));
});

test('a folder in the place of the database is refused', async () => {
  await using folder = await temporaryFolder();
  await assert.rejects(openStore(folder.path), { code: 'store', message: /is a directory/ });
});

test('what cannot be written is refused for writing, and read all the same', async () => {
  await using folder = await temporaryFolder();
  const path = await filled(folder);
  await chmod(path, 0o444);
  await chmod(folder.path, 0o555);
  try {
    const program = `
      import { openStore } from ${JSON.stringify(OPEN_MODULE)};
      const path = ${JSON.stringify(path)};
      const refused = await openStore(path).then(() => null, ({ code, message, hint }) => ({ code, message, hint }));
      const store = await openStore(path, { readonly: true });
      const { n } = store.connection.prepare('SELECT count(*) AS n FROM sample').get();
      console.log(JSON.stringify({ refused, n }));`;
    const { refused, n } = JSON.parse(withoutPrivileges(program));
    assert.equal(n, 3000);
    assert.equal(refused.code, 'store');
    assert.match(refused.message, /assay\.db is read-only/);
    assert.match(refused.hint, /--db/);
  } finally {
    await chmod(folder.path, 0o755);
  }
});

function withoutPrivileges(program: string): string {
  const options = ['--disable-warning=ExperimentalWarning', '--input-type=module', '-e', program];
  const [file, ...args] = [...UNPRIVILEGED, process.execPath, ...options];
  return execFileSync(file!, args, { encoding: 'utf8' });
}

test('samples still in the log of a folder that cannot be written are not passed over', async () => {
  await using folder = await temporaryFolder();
  const path = await filled(folder);
  await writeFile(`${path}-wal`, 'newest samples');
  await chmod(folder.path, 0o555);
  try {
    const program = `
      import { openStore } from ${JSON.stringify(OPEN_MODULE)};
      const { code, message } = await openStore(${JSON.stringify(path)}, { readonly: true }).catch((error) => error);
      console.log(JSON.stringify({ code, message }));`;
    const { code, message } = JSON.parse(withoutPrivileges(program));
    assert.equal(code, 'store');
    assert.match(message, /newest samples .* are still in/);
  } finally {
    await chmod(folder.path, 0o755);
  }
});

test('a full disk is told as such, and what was stored before stays', async () => {
  await using folder = await temporaryFolder();
  const path = await filled(folder);
  await using store = await openStore(path);
  const pages = store.connection.prepare('PRAGMA page_count').get()!.page_count;
  store.connection.exec(`PRAGMA max_page_count = ${pages}`);
  const samples = Array.from({ length: 20_000 }, (_, i) => i);
  await assert.rejects(fillRun(store, { id: 'r2', samples }), {
    code: 'store',
    message: /the disk is full/,
    hint: /samples already taken are safe/,
  });
  const { n } = store.connection
    .prepare("SELECT count(*) AS n FROM sample JOIN measurement ON id = measurement_id WHERE run_id = 'r1'")
    .get()!;
  assert.equal(n, 3000);
  refuseDamaged(store);
  store.connection.exec('PRAGMA max_page_count = 1000000');
  await fillRun(store, { id: 'r3' });
});

test('many processes that create one database at once all get it', async () => {
  await using folder = await temporaryFolder();
  const path = folder.at('assay.db');
  const program = `
    import { openStore } from ${JSON.stringify(OPEN_MODULE)};
    process.stdin.once('data', async () => {
      await using store = await openStore(${JSON.stringify(path)});
      store.connection.prepare('INSERT INTO environment VALUES (?, ?, ?)').run(String(process.pid), '{}', '');
      process.stdin.destroy();
    });
    console.log('ready');`;
  const children = Array.from({ length: 6 }, () =>
    spawn(process.execPath, ['--disable-warning=ExperimentalWarning', '--input-type=module', '-e', program], {
      stdio: ['pipe', 'pipe', 'pipe'],
    }),
  );
  const complaints = children.map(async (child) => {
    let text = '';
    for await (const chunk of child.stderr) text += chunk;
    return text;
  });
  await Promise.all(children.map((child) => once(child.stdout, 'data')));
  const exits = children.map((child) => once(child, 'exit'));
  for (const child of children) child.stdin.write('go');
  assert.deepEqual(
    (await Promise.all(exits)).map(([code]) => code),
    children.map(() => 0),
    (await Promise.all(complaints)).join(''),
  );
  await using store = await openStore(path);
  assert.equal(store.connection.prepare('SELECT count(*) AS n FROM environment').get()!.n, 6);
});

test('an error in a query names the database', async () => {
  await using folder = await temporaryFolder();
  const path = await filled(folder);
  await using store = await openStore(path);
  store.connection.exec('PRAGMA foreign_keys = OFF; DROP TABLE environment');
  await assert.rejects(saveEnvironment(store, { id: 'x', identity: {} }), {
    code: 'store',
    message: new RegExp(`${path} failed: no such table: environment`),
  });
});

import assert from 'node:assert/strict';
import { copyFile, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { reportCommand } from '../../src/cli/report.ts';
import { verifySchema } from '../../src/cli/schemas/verify.ts';
import { verifyCommand } from '../../src/cli/verify.ts';
import { sha256 } from '../../src/core/canonical.ts';
import { runIn, type Said } from './command.ts';
import { compareRun, plantStore, SAME, singleRun, temporaryFolder } from './planted.ts';
import { editFile, publishedFolder, theFile } from './published.ts';

const verify = (folder: string, ...args: string[]): Promise<Said> => runIn(folder, verifyCommand, args);

/** The published results must fail, with a line that matches. */
async function assertFails(folder: string, line: RegExp, ...args: string[]): Promise<void> {
  const said = await verify(folder, ...args);
  assert.equal(said.exitCode, 1, said.stdout + said.stderr);
  assert.match(said.stdout, line);
}

test('a fresh report passes, with its immutable copies', async () => {
  await using folder = await publishedFolder();
  const said = await verify(folder.path, 'results', '--all');
  assert.equal(said.exitCode, 0, said.stdout);
  assert.match(said.stdout, /^verified: everything is what its samples give \(\d+ files, \d+ figures/);
});

test('copies of earlier runs that were not asked for are named as not checked', async () => {
  await using folder = await publishedFolder();
  assert.match((await verify(folder.path)).stderr, /not checked: results: 1 copies of earlier runs/);
});

test('a report stays verified when later runs are stored', async () => {
  await using folder = await publishedFolder([singleRun(3), singleRun(7), singleRun(9)]);
  {
    await using later = await temporaryFolder();
    await using _ = await plantStore(later.path, [singleRun(11)]);
    await mergeRuns(join(later.path, 'assay.db'), join(folder.path, 'assay.db'));
  }
  const said = await verify(folder.path);
  assert.equal(said.exitCode, 0, said.stdout);
});

const JUDGED = `SELECT id FROM measurement WHERE run_id = '${compareRun().id}' AND side = 'candidate' AND metric = 'wall' LIMIT 1`;
const RECORDED = JUDGED.replace("'wall'", "'user'");
const EARLIER = JUDGED.replace(compareRun().id, singleRun(3).id);

for (const [which, of] of Object.entries({ judged: JUDGED, recorded: RECORDED, earlier: EARLIER })) {
  test(`one edited sample in the store fails, and is named (${which} measurement)`, async () => {
    await using folder = await publishedFolder();
    edit(folder.path, `UPDATE sample SET value = value * 1.5 WHERE measurement_id = (${of}) AND seq = 3`);
    await assertFails(
      folder.path,
      /assay\.db: changed-sample: the samples of measurement \d+ .*\(figure [0-9a-f]{10}\)/,
    );
  });
}

test('an edited sample fails even when its sealed digest was edited with it', async () => {
  await using folder = await publishedFolder();
  edit(folder.path, `UPDATE sample SET value = value * 1.5 WHERE measurement_id = (${JUDGED}) AND seq = 3`);
  edit(folder.path, `UPDATE measurement SET digest = NULL WHERE id = (${JUDGED})`);
  await assertFails(folder.path, /figures\.json: edited: /);
});

test('a dropped sample fails', async () => {
  await using folder = await publishedFolder();
  edit(folder.path, `DELETE FROM sample WHERE measurement_id = (${JUDGED}) AND seq = 39`);
  await assertFails(folder.path, /changed-sample: the samples of measurement \d+ /);
});

test('an edited conclusion in the store fails', async () => {
  await using folder = await publishedFolder();
  edit(folder.path, `UPDATE comparison SET result = replace(result, '"regression"', '"unchanged"')`);
  await assertFails(
    folder.path,
    /changed-sample: the stored verdict of parse wall is not what its samples give/,
  );
});

for (const file of ['samples', 'measurements', 'comparisons', 'history']) {
  test(`one edited value in ${file}.csv fails with its line and figure`, async () => {
    await using folder = await publishedFolder();
    await editFile(join(folder.results, 'data', `${file}.csv`), /0\.1\d{4,}/, '0.0999');
    await assertFails(
      folder.path,
      new RegExp(`data/${file}\\.csv: edited: line \\d+ is not .*\\(figure [0-9a-f]{10}\\)`),
    );
  });
}

test('an edited number in the Markdown fails with its row', async () => {
  await using folder = await publishedFolder();
  await editFile(await theFile(join(folder.results, 'reports'), /\.md$/), '1.192', '1.001');
  await assertFails(
    folder.path,
    /\.md: edited: line \d+ is not what the samples give \(figure [0-9a-f]{10}\)/,
  );
});

test('an edited number in the HTML fails with its figure', async () => {
  await using folder = await publishedFolder();
  await editFile(await theFile(join(folder.results, 'reports'), /\.html$/), '>1.192<', '>1.001<');
  await assertFails(folder.path, /\.html: edited: line \d+ is not .*\(figure [0-9a-f]{10}\.ratio\)/);
});

test('an edit that is hidden by an edited manifest fails all the same', async () => {
  await using folder = await publishedFolder();
  const report = await theFile(join(folder.results, 'reports'), /\.md$/);
  const before = sha256(await readFile(report));
  await editFile(report, 'Regression', 'Improvement');
  await editFile(join(folder.results, 'data/figures.json'), before, sha256(await readFile(report)));
  await assertFails(folder.path, /\.md: edited: line 3 /);
});

test('an edited figure in the manifest fails', async () => {
  await using folder = await publishedFolder();
  await editFile(join(folder.results, 'data/figures.json'), /"value": 1\.19\d+/, '"value": 1.001');
  await assertFails(
    folder.path,
    /figures\.json: edited: says 1\.001, its samples give 1\.19\d+ \(figure [0-9a-f]{10}\.ratio\)/,
  );
});

test('a figure that no run has fails', async () => {
  await using folder = await publishedFolder();
  await editFile(join(folder.results, 'data/figures.json'), /"[0-9a-f]{10}\.ratio"/, '"0123456789.ratio"');
  await assertFails(
    folder.path,
    /figures\.json: foreign: run .* has no such figure \(figure 0123456789\.ratio\)/,
  );
});

test('a swapped PNG fails', async () => {
  await using folder = await publishedFolder();
  const graphs = join(folder.results, 'graphs');
  await copyFile(
    await theFile(graphs, /^parse-size-large-wall-history.*png$/),
    await theFile(graphs, /^ratios.*png$/),
  );
  await assertFails(folder.path, /graphs\/ratios-[0-9a-f]+\.png: foreign: /);
});

test('a graph of another commit fails', async () => {
  await using folder = await publishedFolder();
  await using other = await publishedFolder([singleRun(5), singleRun(8)]);
  const name = /^parse-size-large-wall-distribution\.png$/;
  const foreign = await theFile(join(other.results, 'readme_graphs'), name);
  await copyFile(foreign, await theFile(join(folder.results, 'readme_graphs'), name));
  await assertFails(
    folder.path,
    /parse-size-large-wall-distribution\.png: foreign: a graph of commit \w{7}, not of b03ddf3/,
  );
});

test('an SVG with an edited label fails', async () => {
  await using folder = await publishedFolder();
  await editFile(await theFile(join(folder.results, 'graphs'), /^ratios.*svg$/), '+19.2', '+09.2');
  await assertFails(folder.path, /ratios-[0-9a-f]+\.svg: edited: the picture was changed after it was drawn/);
});

test('a picture without metadata in place of a graph fails', async () => {
  await using folder = await publishedFolder();
  await writeFile(
    await theFile(join(folder.results, 'graphs'), /^ratios.*svg$/),
    '<svg xmlns="http://www.w3.org/2000/svg"/>',
  );
  await assertFails(folder.path, /ratios-[0-9a-f]+\.svg: foreign: not a graph that Assay drew/);
});

test('a missing file, and a file the manifest does not list, fail', async () => {
  await using folder = await publishedFolder();
  await rm(join(folder.results, 'data/history.csv'));
  await writeFile(join(folder.results, 'graphs/mine.png'), 'not measured');
  await assertFails(folder.path, /data\/history\.csv: missing-file/);
  await assertFails(folder.path, /graphs\/mine\.png: unlisted-file/);
});

test('a manifest that is not JSON fails as edited', async () => {
  await using folder = await publishedFolder();
  await writeFile(join(folder.results, 'data/figures.json'), '{');
  await assertFails(folder.path, /figures\.json: edited: .* is not JSON/);
});

test('a store without the runs is inconclusive, never a pass', async () => {
  await using folder = await publishedFolder();
  await rm(join(folder.path, 'assay.db'));
  await using _ = await plantStore(folder.path, [singleRun(1)]);
  const said = await verify(folder.path);
  assert.equal(said.exitCode, 3, said.stdout);
  assert.match(
    said.stdout,
    /missing-evidence: the store has no run 01k9zcompare0+1, which \d+ figures come from/,
  );
});

test('a store that lost a run of the history is inconclusive', async () => {
  await using folder = await publishedFolder();
  edit(folder.path, `PRAGMA foreign_keys = ON; DELETE FROM run WHERE id = '${singleRun(3).id}'`);
  const said = await verify(folder.path);
  assert.equal(said.exitCode, 3, said.stdout);
});

test('a contradiction fails even when evidence is missing besides', async () => {
  await using folder = await publishedFolder();
  edit(folder.path, `PRAGMA foreign_keys = ON; DELETE FROM run WHERE id = '${singleRun(3).id}'`);
  await editFile(join(folder.results, 'data/comparisons.csv'), 'regression', 'unchanged');
  await assertFails(folder.path, /comparisons\.csv: edited/);
});

test('the answer in JSON follows its schema', async () => {
  await using folder = await publishedFolder();
  await editFile(join(folder.results, 'data/comparisons.csv'), 'regression', 'unchanged');
  const said = await runIn(folder.path, verifyCommand, [], { json: true });
  const result = verifySchema.parse(JSON.parse(said.stdout));
  assert.equal(result.outcome, 'fail');
  assert.deepEqual(
    result.problems.map(({ kind }) => kind),
    ['edited'],
  );
});

test('a path that does not exist is a usage error', async () => {
  await using folder = await temporaryFolder();
  await using _ = await plantStore(folder.path, [compareRun({ benchmarks: [SAME] })]);
  assert.equal((await verify(folder.path, 'nowhere')).exitCode, 2);
});

test('a report written by the command verifies', async () => {
  await using folder = await temporaryFolder();
  await using _ = await plantStore(folder.path, [compareRun({ benchmarks: [SAME] })]);
  assert.equal((await runIn(folder.path, reportCommand, [])).exitCode, 0);
  assert.equal((await verify(folder.path)).exitCode, 0);
});

function edit(folder: string, sql: string): void {
  const database = new DatabaseSync(join(folder, 'assay.db'));
  try {
    database.exec(sql);
  } finally {
    database.close();
  }
}

/** Adds the runs of one database to another, with new measurement ids. */
async function mergeRuns(from: string, into: string): Promise<void> {
  const database = new DatabaseSync(into);
  try {
    database.exec(`
      ATTACH '${from}' AS other;
      INSERT INTO run SELECT * FROM other.run;
      INSERT INTO revision SELECT * FROM other.revision;
      CREATE TEMP TABLE shift AS SELECT max(id) AS by FROM measurement;
      INSERT INTO measurement (id, run_id, side, benchmark, case_key, subject, metric, unit, direction, status, reason,
        judged, tolerance, command, warnings, digest)
        SELECT id + by, run_id, side, benchmark, case_key, subject, metric, unit, direction,
        status, reason, judged, tolerance, command, warnings, digest FROM other.measurement, shift;
      INSERT INTO execution SELECT * FROM other.execution;
      INSERT INTO sample SELECT measurement_id + by, seq, value FROM other.sample, shift;
    `);
  } finally {
    database.close();
  }
}

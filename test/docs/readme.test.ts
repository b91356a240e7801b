import assert from 'node:assert/strict';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { calibrationTable } from '../../scripts/demo/container.ts';
import { CalibrateResultSchema, CalibrationsResultSchema } from '../../src/cli/schemas/calibrate.ts';
import { RunsResultSchema } from '../../src/cli/schemas/runs.ts';
import { runCommand } from '../../src/platform/process.ts';
import { DOCUMENTS, ROOT, readDocument } from './markdown.ts';

/** What README.md shows was measured: it must be what the samples in docs/images/demo.db give. */
describe('README.md', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'assay-readme-'));
    await cp(join(ROOT, 'README.md'), join(folder, 'README.md'));
    await cp(join(ROOT, 'docs/images'), join(folder, 'docs/images'), { recursive: true });
  });
  after(() => rm(folder, { recursive: true, force: true }));

  const assay = (...args: string[]) =>
    runCommand([join(ROOT, 'bin/assay'), '--db', 'docs/images/demo.db', ...args], { cwd: folder });

  test('shows a graph that its samples give', async () => {
    const { exitCode, stdout } = await assay('verify', 'README.md');
    assert.equal(exitCode, 0, `${stdout}renew it: scripts/run scripts/picture.ts`);
    assert.match(stdout, /1 single graphs/);
  });

  test('would not pass with a picture that was changed', async () => {
    const picture = join(folder, 'docs/images/digest-wall-distribution.png');
    const bytes = await readFile(picture);
    // Somewhere in the middle of the pixels.
    const changed = Buffer.from(bytes);
    changed.writeUInt8(changed.readUInt8(bytes.length >> 1) ^ 1, bytes.length >> 1);
    await writeFile(picture, changed);
    const { exitCode } = await assay('verify', 'README.md');
    await writeFile(picture, bytes);
    assert.equal(exitCode, 1);
  });

  test('and the guides quote the verdict that the database holds', async () => {
    const { runs } = RunsResultSchema.parse(JSON.parse((await assay('runs', '--json')).stdout));
    const regression = runs.find(({ verdict }) => verdict === 'regression')!;
    const { stdout } = await assay('show', regression.run);
    const shown = stdout.slice(stdout.indexOf('HEAD~4 (')).trim();
    const quoting = DOCUMENTS.filter((path) => readDocument(path).includes('<!-- verdict -->'));
    assert.equal(quoting.length, 3);
    for (const path of quoting) {
      const quoted = between(readDocument(path), 'verdict');
      assert.ok(quoted.includes(shown), `${path}: renew it: scripts/run scripts/picture.ts\n${shown}`);
    }
  });

  test('quotes the demo with the verdicts that the database holds', async () => {
    const { runs } = RunsResultSchema.parse(JSON.parse((await assay('runs', '--json')).stdout));
    const quoted = between(readDocument('README.md'), 'demo');
    const verdicts = [...quoted.matchAll(/^\$ assay compare \S+ \S+ +… +(\w+)/gm)].map((match) => match[1]);
    const compared = runs.filter(({ kind }) => kind === 'compare');
    assert.deepEqual(verdicts, compared.map(({ verdict }) => verdict).reverse());
  });

  test('quotes what the container of the demo cost, where the database holds it', async () => {
    const { calibrations } = CalibrationsResultSchema.parse(
      JSON.parse((await assay('calibrate', 'list', '--json')).stdout),
    );
    const quoted = between(readDocument('README.md'), 'demo');
    assert.equal(quoted.includes('$ assay calibrate'), calibrations.length > 0);
    for (const { calibration } of calibrations) {
      const shown = JSON.parse((await assay('calibrate', 'show', calibration, '--json')).stdout);
      assert.ok(quoted.includes(calibrationTable(CalibrateResultSchema.parse(shown))), calibration);
    }
  });
});

test('every make target that a document names exists', async () => {
  const makefile = await readFile(join(ROOT, 'Makefile'), 'utf8');
  const targets = new Set([...makefile.matchAll(/^([a-z-]+):/gm)].map((match) => match[1]!));
  for (const path of DOCUMENTS) {
    for (const [, target] of readDocument(path).matchAll(/(?:^|`)make ([a-z-]+)(?=[`\s])/gm)) {
      if (path.startsWith('docs/guide/') || path.endsWith('configuration.md')) continue;
      assert.ok(targets.has(target!), `${path} names make ${target}`);
    }
  }
});

function between(text: string, name: string): string {
  return text.slice(text.indexOf(`<!-- ${name} -->`), text.indexOf(`<!-- /${name} -->`));
}

import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { EnvShow } from '../src/cli/schemas/env.ts';
import { RunsResultSchema } from '../src/cli/schemas/runs.ts';
import { runCommand } from '../src/platform/process.ts';
import { ROOT } from './command.ts';

/**
 * Renews everything that README.md and the guides quote of a measurement, from one run of the demo: the picture of its report, one of
 * its graphs, the database both were made from, and the output quoted between markers. Needs Chromium.
 */
const images = join(ROOT, 'docs/images');
const database = join(images, 'demo.db');
const assay = join(ROOT, 'bin/assay');

/** Documents that quote the run. */
const QUOTING = ['README.md', 'docs/guide/getting-started.md', 'docs/guide/comparing.md'];

const kept = await mkdtemp(join(tmpdir(), 'assay-picture-'));
try {
  const output = await ran([join(ROOT, 'scripts/run'), 'scripts/demo.ts', kept]);
  await mkdir(images, { recursive: true });
  await copyFile(join(kept, 'assay.db'), database);
  // Opened later, it would be turned into this mode and differ from what is committed.
  new DatabaseSync(database).exec('PRAGMA journal_mode = WAL');
  const { runs } = RunsResultSchema.parse(JSON.parse(await ran([assay, '--db', database, 'runs', '--json'])));
  const regression = runs.find(({ verdict }) => verdict === 'regression');
  if (!regression) throw new Error(`the demo found no regression:\n${output}`);
  await copyFile(
    join(kept, 'results/readme_graphs/digest-wall-distribution.png'),
    join(images, 'digest-wall-distribution.png'),
  );
  await photograph(output.match(/^Report: +(.+)$/m)![1]!, join(images, 'report.png'));
  const shown = await ran([assay, '--db', database, 'show', regression.run]);
  await fillIn({
    demo: `\`\`\`text\n$ make demo\n${output.slice(0, output.indexOf('\n$ assay report')).trim()}\n\`\`\``,
    verdict: `\`\`\`console exit=1\n$ assay compare HEAD~4 HEAD~3\n${shown.slice(shown.indexOf('HEAD~4 (')).trim()}\n\`\`\``,
    machine: await machineWords(regression.environment, regression.startedAt),
  });
} finally {
  await rm(kept, { recursive: true, force: true });
}

/** The head of the report, in the proportions of a screen, sharp on dense ones. */
async function photograph(report: string, path: string): Promise<void> {
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
  try {
    const page = await browser.newPage({
      viewport: { width: 1100, height: 1000 },
      deviceScaleFactor: 2,
      colorScheme: 'light',
    });
    await page.goto(pathToFileURL(report).href);
    await page.screenshot({ path });
  } finally {
    await browser.close();
  }
}

async function machineWords(id: string, startedAt: string): Promise<string> {
  const json = JSON.parse(await ran([assay, '--db', database, 'env', 'show', id, '--json']));
  const { identity } = EnvShow.parse(json).environment as {
    identity: Record<string, Record<string, object>>;
  };
  const fact = (group: string, name: string): unknown =>
    (identity[group]![name] as { value?: unknown }).value;
  const virtual = fact('platform', 'virtualisation');
  const machine = `${fact('cpu', 'model')}, ${fact('cpu', 'threads')} processors`;
  return `Measured on ${startedAt.slice(0, 10)}: ${machine}${virtual ? `, a virtual machine (${virtual})` : ''}.`;
}

/** Puts each text between its two markers, in every document that has a place for it. */
async function fillIn(texts: Readonly<Record<string, string>>): Promise<void> {
  for (const file of QUOTING) {
    const path = join(ROOT, file);
    let document = await readFile(path, 'utf8');
    for (const [name, text] of Object.entries(texts)) {
      const [begin, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
      const [from, to] = [document.indexOf(begin), document.indexOf(end)];
      if (from < 0 && to < 0) continue;
      if (from < 0 || to < from) throw new Error(`${file}: the place for ${name} is not closed`);
      document = `${document.slice(0, from + begin.length)}\n\n${text}\n\n${document.slice(to)}`;
    }
    await writeFile(path, document);
  }
}

/** What a command that must succeed prints. */
async function ran(argv: readonly string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await runCommand(argv, { cwd: ROOT });
  if (exitCode !== 0) throw new Error(`${argv.join(' ')} ended with ${exitCode}:\n${stdout}${stderr}`);
  return stdout;
}

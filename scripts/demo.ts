import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { CompareResultSchema } from '../src/cli/schemas/compare.ts';
import { reportSchema } from '../src/cli/schemas/report.ts';
import { textTable } from '../src/cli/terminal/table.ts';
import { formatChange } from '../src/core/unit.ts';
import type { Verdict } from '../src/core/verdict.ts';
import { runCommand } from '../src/platform/process.ts';
import { ROOT } from './command.ts';
import { containerStep } from './demo/container.ts';

/**
 * Shows the whole path on a small real program with five commits: measure and compare each commit with the
 * one before, measure the last one in a container too, then write the report. Everything it makes is in a temporary folder; only the results stay.
 */
const COMMITS: readonly (readonly [folder: string, message: string, expected: readonly Verdict[]])[] = [
  ['1-first', 'Digest a stream of records', []],
  ['2-slower', 'Check a sample of the records twice', ['regression']],
  ['3-faster', 'Digest two bytes at a time', ['improvement']],
  ['4-rename', 'Say generate where records are generated', ['unchanged', 'inconclusive']],
  ['5-docs', 'Explain the program', ['unchanged', 'inconclusive']],
];

const assay = join(ROOT, 'bin', 'assay');
const started = performance.now();
const kept = process.argv[2] ?? (await mkdtemp(join(tmpdir(), 'assay-demo-results-')));
const results = join(kept, 'results');
const database = join(kept, 'assay.db');
const temporary = await mkdtemp(join(tmpdir(), 'assay-demo-'));
const repository = join(temporary, 'digest');
try {
  await makeRepository();
  console.log('A small program with five commits: is each one slower or faster than the one before?\n');
  const rows: string[][] = [];
  const surprises: string[] = [];
  let regression = '';
  for (let position = COMMITS.length - 2; position >= 0; position--) {
    const range = [`HEAD~${position + 1}`, position === 0 ? 'HEAD' : `HEAD~${position}`];
    process.stdout.write(`$ assay compare ${range.join(' ')}  …  `);
    const { comparisons, run, verdict } = CompareResultSchema.parse(await json(['compare', ...range]));
    const { ratio, interval } = comparisons[0]!;
    const [, title, expected] = COMMITS[COMMITS.length - 1 - position]!;
    rows.push([
      title,
      formatChange(ratio),
      `[${formatChange(interval[0])}, ${formatChange(interval[1])}]`,
      verdict,
    ]);
    console.log(`${verdict} (${comparisons[0]!.candidate?.n ?? 0} samples of each side)`);
    if (verdict === 'regression') regression = run!;
    if (!expected.includes(verdict))
      surprises.push(`${title}: ${verdict}, expected ${expected.join(' or ')}`);
  }
  console.log(
    `\n${textTable([{ title: 'commit' }, { title: 'change', align: 'right' }, { title: 'interval' }, { title: 'verdict' }], rows)}`,
  );
  console.log(await containerStep(repository));
  console.log(`$ assay report ${regression}`);
  const report = reportSchema.parse(
    await json(['report', ...(regression === '' ? [] : [regression]), '--results', results]),
  );
  await json(['db', 'backup', database]);
  const verified = await runCommand([assay, '--db', database, 'verify', results], { cwd: repository });
  if (verified.exitCode !== 0)
    throw new Error(`the report does not verify:\n${verified.stdout}${verified.stderr}`);
  console.log(`$ assay verify ${results}\n${verified.stdout.trim()}`);
  console.log(`\nReport:  ${join(results, report.html)}`);
  console.log(
    `Trace:   ${relative(process.cwd(), assay)} --db ${database} trace ${join(results, report.graphs[0]!.png)}`,
  );
  console.log(
    `Took ${((performance.now() - started) / 1000).toFixed(0)} s. Only this folder is left: ${kept}`,
  );
  // The truth is planted here, so a wrong verdict is a failure.
  for (const surprise of surprises) console.error(surprise);
  if (surprises.length > 0) process.exitCode = 1;
} finally {
  await rm(temporary, { recursive: true, force: true });
}

async function makeRepository(): Promise<void> {
  const git = async (...args: string[]): Promise<void> => {
    const identity = [
      '-c',
      'user.name=Assay demo',
      '-c',
      'user.email=demo@example.invalid',
      '-c',
      'commit.gpgsign=false',
    ];
    const { exitCode, stderr } = await runCommand(['git', ...identity, ...args], { cwd: repository });
    if (exitCode !== 0) throw new Error(`git ${args[0]}: ${stderr}`);
  };
  await mkdir(repository);
  await git('init', '--quiet', '--initial-branch=main');
  for (const [folder, message] of COMMITS) {
    await cp(join(ROOT, 'examples/demo', folder), repository, { recursive: true });
    await git('add', '--all');
    await git('commit', '--quiet', '--message', message);
  }
}

/** What a command prints with `--json`; only verdicts (0, 1, 3) are answers. */
async function json(args: readonly string[]): Promise<unknown> {
  const { exitCode, stdout, stderr } = await runCommand([assay, ...args, '--json'], { cwd: repository });
  if (![0, 1, 3].includes(exitCode ?? -1)) {
    throw new Error(`assay ${args.join(' ')} ended with ${exitCode}:\n${stdout}${stderr}`);
  }
  return JSON.parse(stdout);
}

import { basename, join, relative } from 'node:path';
import { sha256 } from '../../core/canonical.ts';
import { AssayError } from '../../core/error.ts';
import { VERSION } from '../../core/version.ts';
import { listingText, readBack, stepText } from '../../report/console.ts';
import type { ReportData } from '../../report/data.ts';
import { MANIFEST_PATH } from '../../report/manifest.ts';
import { writeResults } from '../../report/publish.ts';
import { type GraphStep, renderTree } from '../../report/tree.ts';
import { runVerdict, verdictSentence } from '../../report/words.ts';
import type { Context, ProjectStore } from '../context.ts';
import type { ReportJson } from '../schemas/report.ts';
import { loadEvidence } from './evidence.ts';

/** Writes the report of one run and says what was written: progress to stderr, the result to stdout. */
export async function writeReport(
  context: Pick<Context, 'stdout' | 'stderr' | 'json' | 'signal' | 'cwd'>,
  { store, projectRoot }: Pick<ProjectStore, 'store' | 'projectRoot'>,
  runId: string,
  resultsDir: string,
): Promise<ReportJson> {
  const data: ReportData = {
    ...(await loadEvidence(store, runId)),
    project: basename(projectRoot),
    generatedAt: new Date().toISOString(),
    version: VERSION,
  };
  const steps: GraphStep[] = [];
  const onGraph = (step: GraphStep): void => {
    steps.push(step);
    context.stderr(`${stepText(step)}\n`);
  };
  const tree = await renderTree(data, { onGraph, signal: context.signal });
  const version = await writeResults(resultsDir, tree);
  const files = await readBack(resultsDir, tree.manifest, sha256(tree.files.get(MANIFEST_PATH)!));
  const report = summary(data, steps, files, resultsDir, version);
  context.stdout(context.json ? `${JSON.stringify(report, null, 2)}\n` : `${listing(context.cwd, report)}\n`);
  const bad = files.find(({ ok }) => !ok);
  if (bad) {
    throw new AssayError('infrastructure', `${join(resultsDir, bad.path)} is not what was written to it`, {
      hint: 'does another program write there? write the report again: assay report',
    });
  }
  return report;
}

function summary(
  data: ReportData,
  steps: readonly GraphStep[],
  files: ReportJson['files'],
  resultsDir: string,
  version: string,
): ReportJson {
  const page = (ending: string): string =>
    files.find(({ path }) => path.startsWith('reports/') && path.endsWith(ending))!.path;
  return {
    schema: 'assay.report/1',
    run: data.run.id,
    verdict: runVerdict(data),
    finding: verdictSentence(data),
    generatedAt: data.generatedAt,
    results: resultsDir,
    markdown: page('.md'),
    html: page('.html'),
    version: relative(resultsDir, version),
    graphs: steps.map(({ graph }) => ({
      figure: graph.stamp.figure,
      caption: graph.caption,
      svg: `graphs/${graph.file}.svg`,
      png: `graphs/${graph.file}.png`,
      readme: `readme_graphs/${graph.name}.png`,
    })),
    files,
  };
}

function listing(cwd: string, report: ReportJson): string {
  const path = (inside: string): string => relative(cwd, join(report.results, inside)) || '.';
  return [
    report.finding,
    '',
    listingText(report.files),
    '',
    `Report:   ${path(report.html)}`,
    `Markdown: ${path(report.markdown)}`,
    `Kept as:  ${path(report.version)}`,
    `Verify:   assay verify ${path('')}`,
  ].join('\n');
}

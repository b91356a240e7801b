import { AssayError } from '../core/error.ts';
import type { ReportData } from './data.ts';
import type { Figure } from './figure.ts';
import { graphFigures, type PlannedGraph, planGraphs } from './graphs.ts';
import { htmlPage, type PageGraph } from './html/page.ts';
import { runLog } from './log.ts';
import { MANIFEST_PATH, type Manifest, manifestOf, manifestText } from './manifest.ts';
import { markdownPage } from './markdown/page.ts';
import { fileTimestamp, versionFolder } from './names.ts';
import { csvFiles } from './tables.ts';
import { viewOf } from './view.ts';

/** A results tree in memory: what `writeResults` writes and what `assay verify` compares with. */
export interface ResultsTree {
  /** Content by path, `/` between folders; the manifest is among them. */
  readonly files: ReadonlyMap<string, string | Uint8Array>;
  readonly manifest: Manifest;
  /** Name of the immutable copy in `versioned_results/`. */
  readonly versionFolder: string;
}

export interface GraphStep {
  /** From 1. */
  readonly at: number;
  readonly of: number;
  readonly graph: PlannedGraph;
  /** Paths written for it. */
  readonly paths: readonly string[];
}

/** Sets the whole tree. Equal data gives equal bytes. `onGraph` is called after each picture is drawn. */
export async function renderTree(
  data: ReportData,
  options: { onGraph?: (step: GraphStep) => void; signal?: AbortSignal } = {},
): Promise<ResultsTree> {
  const files = new Map<string, string | Uint8Array>();
  const view = viewOf(data);
  const graphs = planGraphs(data);
  const figures = new Map<string, Figure>([...view.figures, ...graphFigures(data.run, graphs)]);
  const drawn = await drawGraphs(files, graphs, options);
  const name = `reports/BENCHMARK_REPORT_${fileTimestamp(data.generatedAt)}`;
  files.set(`${name}.md`, markdownPage(view, graphs));
  files.set(`${name}.html`, htmlPage({ ...view, figures }, drawn));
  for (const [file, text] of csvFiles(data)) files.set(`data/${file}`, text);
  files.set('logs/run.log', runLog(data));
  const manifest = manifestOf(data, figures, files);
  files.set(MANIFEST_PATH, manifestText(manifest));
  return { files, manifest, versionFolder: versionFolder(data.run.candidate, data.run.startedAt) };
}

async function drawGraphs(
  files: Map<string, string | Uint8Array>,
  graphs: readonly PlannedGraph[],
  options: { onGraph?: (step: GraphStep) => void; signal?: AbortSignal },
): Promise<PageGraph[]> {
  // Loaded here and not above: drawing is most of Assay's start-up time, and a report may have no picture.
  const { renderGraph, renderSvg } = await import('../chart/render.ts');
  const pages: PageGraph[] = [];
  for (const [index, graph] of graphs.entries()) {
    if (options.signal?.aborted) throw new AssayError('interrupted', 'interrupted');
    const { svg, png } = await renderGraph(graph.data, graph.stamp);
    const paths = [`graphs/${graph.file}`, `readme_graphs/${graph.name}`].flatMap((p) => [
      `${p}.svg`,
      `${p}.png`,
    ]);
    for (const path of paths) files.set(path, path.endsWith('.svg') ? svg : png);
    const page = await renderSvg(graph.data, graph.stamp, { theme: 'page' });
    pages.push({ caption: graph.caption, figure: graph.stamp.figure, svg: page });
    options.onGraph?.({ at: index + 1, of: graphs.length, graph, paths });
  }
  return pages;
}

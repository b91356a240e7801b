import { createHash } from 'node:crypto';
import type { Figure } from '../figure.ts';
import { dateWords } from '../names.ts';
import { statisticWords } from '../statistic.ts';
import type { View } from '../view.ts';
import { html, type Markup, trusted } from './markup.ts';
import { SCRIPT } from './script.ts';
import { decided, doubts, environment, head, measured, missing } from './sections.ts';
import { STYLE } from './style.ts';
import { comparisonTable, measurementTable, recordedTable } from './tables.ts';

/** A picture of the page: an SVG that takes its colours from the page. */
export interface PageGraph {
  readonly caption: string;
  readonly figure: string;
  readonly svg: string;
}

/** The report as one self-contained HTML file: opens offline, asks the network for nothing, light and dark. */
export function htmlPage(view: View, graphs: readonly PageGraph[]): string {
  const { data } = view;
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy()}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="Assay ${data.version}">
<title>${data.project}: ${view.verdict ?? 'measured'} · ${dateWords(data.run.startedAt)}</title>
<style>${trusted(STYLE)}</style>
</head>
<body>
${head(view)}
<main>
${view.comparisons.length > 0 ? comparisonTable(view) : measurementTable(view)}
${measured(view)}
${pictures(graphs)}
${doubts(view)}
${missing(view)}
${recordedTable(view)}
${decided(view)}
${environment(view)}
</main>
${foot(view)}
${tracePanel()}
<script type="application/json" id="figures">${figureData(view)}</script>
<script>${trusted(SCRIPT)}</script>
</body>
</html>
`;
  return page.text;
}

/**
 * Nothing may be loaded or sent. Only the script above may run, by its digest. Styles may stand inline,
 * because pictures carry style attributes; with every source closed they can fetch nothing.
 */
function policy(): string {
  const script = createHash('sha256').update(SCRIPT).digest('base64');
  return `default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${script}'; base-uri 'none'; form-action 'none'`;
}

function pictures(graphs: readonly PageGraph[]): Markup | null {
  if (graphs.length === 0) return null;
  const figures = graphs.map(
    ({ caption, figure, svg }) => html`<figure role="group" aria-label="${caption}">
${trusted(svg)}
<figcaption>${caption} · <button type="button" class="row" data-row="${figure}">${figure}</button></figcaption>
</figure>
`,
  );
  return html`<section><h2>Graphs</h2>
<div class="graphs">
${figures}</div></section>`;
}

function foot({ data }: View): Markup {
  return html`<footer>
<p>Every number here was computed from stored samples. Click one to see how; <code>assay trace</code> prints the
samples behind it, and <code>assay verify</code> derives every number and picture again from the store.</p>
<p>Written ${dateWords(data.generatedAt)} by Assay ${data.version}.</p>
</footer>`;
}

function tracePanel(): Markup {
  return html`<div id="trace" role="status">
<p><strong class="label"></strong></p>
<p class="statistic"></p>
<p class="source muted"></p>
<p class="command"><code></code><button type="button">Copy</button></p>
</div>`;
}

/** What the panel says of each figure. Escaped so that no text in it can end the script element. */
function figureData({ figures, data }: View): Markup {
  const said = [...figures.values()].map((figure) => [figure.id, sayOf(figure, data.run.design)]);
  return trusted(JSON.stringify(Object.fromEntries(said)).replaceAll('<', '\\u003c'));
}

function sayOf(figure: Figure, design: View['data']['run']['design']) {
  const { label, statistic, measurements, run, sampleDigest } = figure;
  const source =
    measurements.length === 0
      ? `recorded by run ${run}`
      : `run ${run}, measurement ${measurements.join(' and ')}, samples ${sampleDigest.slice(0, 12)}`;
  return { label, statistic: statisticWords(statistic, design), source };
}

import { DARK, LIGHT, paletteCss } from '../../chart/palette.ts';

/**
 * The page's style. Colours are the variables that pictures use as well, so that one switch recolours both.
 * System fonts only: the page must open offline and ask for nothing.
 */
export const STYLE = `
:root { color-scheme: light dark; ${paletteCss(LIGHT)} --raised: #f6f8fa; }
@media (prefers-color-scheme: dark) { :root { ${paletteCss(DARK)} --raised: #1b2028; } }
@media print { :root { color-scheme: light; ${paletteCss(LIGHT)} --raised: #f6f8fa; } }
* { box-sizing: border-box; }
html { background: var(--assay-paper); color: var(--assay-ink); }
body {
  font: 16px/1.55 system-ui, -apple-system, "Segoe UI", "Helvetica Neue", "DejaVu Sans", sans-serif;
  margin: 0 auto; max-width: 76rem; padding: 3rem 2rem 5rem; -webkit-text-size-adjust: 100%;
}
a { color: var(--assay-candidate); text-underline-offset: 0.2em; }
h1, h2 { line-height: 1.2; letter-spacing: -0.012em; font-weight: 650; margin: 0; text-wrap: balance; }
h1 { font-size: 2.1rem; }
h2 { font-size: 1.3rem; margin: 3.25rem 0 1rem; }
p { margin: 0.4rem 0; max-width: 68ch; }
code, .mono { font: 0.86em/1.5 ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; overflow-wrap: anywhere; }
.muted { color: var(--assay-muted); }
header p, footer p { max-width: none; }
.eyebrow { color: var(--assay-muted); font-size: 0.86rem; margin: 0 0 0.35rem; }
.finding {
  background: var(--raised); border-left: 4px solid var(--tone, var(--assay-axis)); border-radius: 0 8px 8px 0;
  font-size: 1.16rem; margin: 1.6rem 0 1.4rem; max-width: none; padding: 0.95rem 1.25rem;
}
.regression { --tone: var(--assay-regression); }
.improvement { --tone: var(--assay-improvement); }
.unchanged { --tone: var(--assay-unchanged); }
.inconclusive { --tone: var(--assay-inconclusive); }
dl.facts { display: grid; gap: 0.3rem 1.4rem; grid-template-columns: max-content minmax(0, 1fr); margin: 0; }
dl.facts dt { color: var(--assay-muted); }
dl.facts dd { margin: 0; min-width: 0; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; font-size: 0.94rem; font-variant-numeric: tabular-nums; width: 100%; }
caption { color: var(--assay-muted); padding: 0 0 0.6rem; text-align: left; }
th { color: var(--assay-muted); font-size: 0.84rem; font-weight: 550; text-align: left; vertical-align: bottom; }
th, td { border-bottom: 1px solid var(--assay-grid); padding: 0.5rem 1.1rem 0.5rem 0; }
th:last-child, td:last-child { padding-right: 0; }
thead th { border-bottom-color: var(--assay-axis); white-space: nowrap; }
tbody th { color: inherit; font-size: inherit; font-weight: 550; }
td { vertical-align: baseline; }
tbody th { vertical-align: baseline; }
.number { text-align: right; white-space: nowrap; }
.metric { white-space: nowrap; }
.fact { color: var(--assay-muted); width: 20rem; }
.verdict { color: var(--tone); font-weight: 600; white-space: nowrap; }
.verdict svg { height: 0.72em; margin-right: 0.45em; width: 0.72em; }
.detail { color: var(--assay-muted); display: block; font-size: 0.86rem; min-width: 13rem; }
data[data-figure] { border-radius: 3px; cursor: pointer; text-decoration: underline dotted transparent; text-underline-offset: 0.25em; }
data[data-figure]:hover { text-decoration-color: var(--assay-axis); }
data[data-figure].shown { background: var(--assay-band); box-shadow: 0 0 0 3px var(--assay-band); }
button { background: none; border: 0; color: var(--assay-muted); cursor: pointer; font: inherit; padding: 0; }
button.row { border-radius: 3px; font: 0.82rem ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; }
button.row:hover { color: var(--assay-ink); }
:focus-visible { outline: 2px solid var(--assay-candidate); outline-offset: 2px; }
.graphs { display: grid; gap: 2.2rem; }
figure { break-inside: avoid; margin: 0; }
figure svg { display: block; height: auto; width: 100%; }
figcaption { color: var(--assay-muted); font-size: 0.88rem; margin-top: 0.35rem; }
ul.doubts { list-style: none; margin: 0; padding: 0; }
ul.doubts > li { border-left: 3px solid var(--assay-inconclusive); margin: 0 0 1.1rem; padding: 0 0 0 1rem; }
ul.doubts ul { color: var(--assay-muted); font-size: 0.92rem; margin: 0.3rem 0 0; padding-left: 1.1rem; }
details summary { cursor: pointer; }
details[open] summary { margin-bottom: 0.8rem; }
summary h2 { display: inline-block; }
#trace {
  background: var(--assay-paper); border: 1px solid var(--assay-axis); border-radius: 10px; bottom: 1.25rem;
  box-shadow: 0 10px 34px rgb(0 0 0 / 0.18); display: none; font-size: 0.92rem; left: 50%; max-width: min(46rem, calc(100vw - 2rem));
  padding: 0.85rem 1.1rem; position: fixed; transform: translateX(-50%); width: max-content; z-index: 1;
}
#trace.open { display: block; }
#trace p { margin: 0.1rem 0; max-width: none; }
#trace .command { align-items: baseline; display: flex; gap: 1rem; justify-content: space-between; margin-top: 0.4rem; }
#trace button { color: var(--assay-candidate); white-space: nowrap; }
footer { border-top: 1px solid var(--assay-grid); color: var(--assay-muted); font-size: 0.88rem; margin-top: 3.5rem; padding-top: 1.1rem; }
@media (max-width: 44rem) {
  body { padding: 1.5rem 1rem 4rem; }
  h1 { font-size: 1.6rem; }
  dl.facts { gap: 0; grid-template-columns: 1fr; }
  dl.facts dd { margin-bottom: 0.55rem; }
}
@media print {
  @page { margin: 14mm; }
  html { font-size: 8.5pt; }
  body { font-size: 1rem; max-width: none; padding: 0; }
  .detail { min-width: 0; }
  th, td { padding-right: 0.7rem; }
  h2 { break-after: avoid; margin-top: 1.8rem; }
  tr { break-inside: avoid; }
  thead { display: table-header-group; }
  .scroll { overflow: visible; }
  #trace { display: none; }
  .finding { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
`;

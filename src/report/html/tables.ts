import type { Verdict } from '../../core/verdict.ts';
import { statisticWords } from '../statistic.ts';
import type { Cell, MeasurementView, View } from '../view.ts';
import { html, type Markup, trusted } from './markup.ts';

/** A number: always with its figure, so that it can be traced. */
export function number(view: View, cell: Cell): Markup {
  const figure = view.figures.get(cell.figure);
  if (!figure) return html`${cell.text}`;
  const words = statisticWords(figure.statistic, view.data.run.design);
  return html`<data value="${figure.value === null ? '' : String(figure.value)}" data-figure="${cell.figure}" title="${cell.figure}: ${words}">${cell.text}</data>`;
}

export function rowButton(row: string): Markup {
  return html`<button type="button" class="row" data-row="${row}" title="assay trace ${row}">${row}</button>`;
}

export function comparisonTable(view: View): Markup {
  const rows = view.comparisons.map(
    (c) => html`<tr class="${c.verdict}">
<th scope="row">${c.name}</th><td class="metric">${c.metric}</td>
<td class="number">${number(view, c.baseline)}</td><td class="number">${number(view, c.candidate)}</td>
<td class="number">${number(view, c.ratio)}</td>
<td class="number">${number(view, c.low)} – ${number(view, c.high)}</td>
<td class="number">${number(view, c.minimumDetectable)}</td>
<td>${verdictCell(c.verdict, c.words)}</td><td>${rowButton(c.row)}</td>
</tr>
`,
  );
  return html`<section><h2>Comparison</h2>
<div class="scroll"><table>
<thead><tr><th scope="col">Benchmark</th><th scope="col">Metric</th><th scope="col" class="number">Baseline</th>
<th scope="col" class="number">Candidate</th><th scope="col" class="number">Ratio</th>
<th scope="col" class="number">Interval</th><th scope="col" class="number">Detectable</th>
<th scope="col">Verdict</th><th scope="col">Trace</th></tr></thead>
<tbody>
${rows}</tbody></table></div></section>`;
}

/** The shapes say the verdict without colour. */
const SHAPES: Readonly<Record<Verdict, string>> = {
  regression: 'M5 1 9.6 9H.4Z',
  improvement: 'M5 9 .4 1h9.2Z',
  unchanged: 'M0 2.2h10v2H0zM0 5.8h10v2H0z',
  inconclusive: 'M5 0a5 5 0 1 0 0 10A5 5 0 0 0 5 0m0 2a3 3 0 1 1 0 6 3 3 0 0 1 0-6',
};

function verdictCell(verdict: Verdict, words: string): Markup {
  const detail = words.slice(verdict.length).replace(/^:? /, '');
  const shape = trusted(
    `<svg viewBox="0 0 10 10" aria-hidden="true"><path fill="currentColor" d="${SHAPES[verdict]}"/></svg>`,
  );
  return html`<span class="verdict">${shape}${verdict}</span>${detail === '' ? null : html`<span class="detail">${detail}</span>`}`;
}

export function measurementTable(view: View): Markup {
  const row = ({ name, metric, sides }: MeasurementView): Markup[] =>
    sides.map(
      (
        s,
      ) => html`<tr><th scope="row">${name}</th><td class="metric">${metric}</td><td class="number">${number(view, s.n)}</td>
<td class="number">${number(view, s.median)}</td><td class="number">${range(view, s.low, s.high)}</td>
<td>${rowButton(s.row)}</td></tr>
`,
    );
  return html`<section><h2>Measured</h2>
<div class="scroll"><table>
<thead><tr><th scope="col">Benchmark</th><th scope="col">Metric</th><th scope="col" class="number">Samples</th>
<th scope="col" class="number">Median</th><th scope="col" class="number">Interval of the median</th>
<th scope="col">Trace</th></tr></thead>
<tbody>
${view.judged.flatMap(row)}</tbody></table></div></section>`;
}

/** Metrics that were recorded beside the judged ones; both sides of a comparison in one row. */
export function recordedTable(view: View): Markup | null {
  if (view.recorded.length === 0) return null;
  const row = ({ name, metric, sides }: MeasurementView): Markup[] =>
    sides.map(
      (
        s,
      ) => html`<tr><th scope="row">${name}</th><td class="metric">${metric}</td>${view.data.run.baseline ? html`<td>${s.side}</td>` : null}
<td class="number">${number(view, s.n)}</td><td class="number">${number(view, s.median)}</td>
<td class="number">${range(view, s.q1, s.q3)}</td><td>${rowButton(s.row)}</td></tr>
`,
    );
  return html`<details open><summary><h2>Also recorded</h2></summary>
<div class="scroll"><table>
<thead><tr><th scope="col">Benchmark</th><th scope="col">Metric</th>${view.data.run.baseline ? html`<th scope="col">Side</th>` : null}
<th scope="col" class="number">Samples</th><th scope="col" class="number">Median</th>
<th scope="col" class="number">Middle half</th><th scope="col">Trace</th></tr></thead>
<tbody>
${view.recorded.flatMap(row)}</tbody></table></div></details>`;
}

function range(view: View, low: Cell, high: Cell): Markup {
  if (low.text === 'n/a' || high.text === 'n/a') return html`<span class="muted">n/a</span>`;
  return html`${number(view, low)} – ${number(view, high)}`;
}

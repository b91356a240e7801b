import type { Revision } from '../../core/measurement.ts';
import { runRow } from '../figures.ts';
import { percentText } from '../format.ts';
import { dateWords, revisionLabel } from '../names.ts';
import { cellOf, type View } from '../view.ts';
import { designWords, methodWords, revisionTitle, toleranceWords } from '../words.ts';
import { html, type Markup, prose } from './markup.ts';
import { number, rowButton } from './tables.ts';

export function head(view: View): Markup {
  const { run, project } = view.data;
  const between = run.baseline
    ? html`<strong>${revisionLabel(run.candidate)}</strong> against ${revisionLabel(run.baseline)}`
    : html`<strong>${revisionLabel(run.candidate)}</strong>`;
  return html`<header>
<p class="eyebrow">Assay benchmark report</p>
<h1>${project}</h1>
<p class="finding ${view.verdict ?? ''}">${view.sentence}</p>
<p class="muted">${between} · measured ${dateWords(run.startedAt)} · environment <code>${view.data.environment.id}</code></p>
</header>`;
}

export function measured({ data, commands }: View): Markup {
  const { run } = data;
  return html`<section><h2>What was measured</h2>
<dl class="facts">
${run.baseline ? html`<dt>Baseline</dt><dd>${side(run.baseline)}</dd>` : null}
<dt>${run.baseline ? 'Candidate' : 'Commit'}</dt><dd>${side(run.candidate)}</dd>
<dt>Run</dt><dd><code>${run.id}</code>, ${run.status}, ${dateWords(run.startedAt)}, by Assay ${run.version}</dd>
${commands.map(({ name, command }) => html`<dt>${name}</dt><dd><code>${command}</code></dd>`)}
</dl></section>`;
}

function side(revision: Revision): Markup {
  const title = revisionTitle(revision);
  const digest = revision.contentDigest
    ? html` <code>content ${revision.contentDigest.slice(0, 12)}</code>`
    : null;
  const commit = revision.commit ? html` <code class="muted">${revision.commit}</code>` : null;
  return html`${revisionLabel(revision)}${title ? `: ${title}` : null}${commit}${digest}`;
}

export function doubts({ doubts: groups }: View): Markup | null {
  if (groups.length === 0) return null;
  const items = groups.map(
    ({ kind, hint, seen }) => html`<li><strong>${kind}</strong>: ${prose(hint)}
<ul>${seen.map(({ row, where, message }) => html`<li>${where}: ${message} ${rowButton(row)}</li>`)}</ul></li>
`,
  );
  return html`<section><h2>Warnings</h2><ul class="doubts">
${items}</ul></section>`;
}

export function missing({ missing: groups }: View): Markup | null {
  if (groups.length === 0) return null;
  const rows = groups.map(
    ({ metric, status, reason, where }) =>
      html`<tr><th scope="row">${metric}</th><td>${status}</td><td>${reason}</td><td class="muted">${where.join('; ')}</td></tr>
`,
  );
  return html`<section><h2>Not measured</h2>
<div class="scroll"><table><thead><tr><th scope="col">Metric</th><th scope="col">Status</th><th scope="col">Reason</th>
<th scope="col">Where</th></tr></thead><tbody>
${rows}</tbody></table></div></section>`;
}

export function decided(view: View): Markup {
  const { run, comparisons } = view.data;
  const row = runRow(run.id);
  const cell = (field: string): Markup => number(view, cellOf(view.figures, row, field));
  const facts: (readonly [string, Markup] | null)[] = [
    ['Design', html`${designWords(run)}`],
    ['Method', html`${methodWords(run)}`],
    run.baseline && [
      'False-alarm budget',
      html`${percentText(run.settings.falseAlarmBudget)} for the whole run`,
    ],
    [
      'Confidence',
      html`${percentText(run.settings.confidence)}, of ${run.baseline ? 'all intervals together' : 'each interval'}`,
    ],
    comparisons.length > 0 ? ['Tolerance', html`${toleranceWords(comparisons)}`] : null,
    run.timings && [
      'Time',
      html`${cell('measuring-share')} of ${cell('total')} went to measuring, ${cell('build')} to building`,
    ],
    ['Order of samples', html`drawn from seed ${run.seed}`],
  ];
  const shown = facts.filter((fact) => fact !== null);
  return html`<section><h2>How it was decided</h2>
<dl class="facts">
${shown.map(([name, words]) => html`<dt>${name}</dt><dd>${words}</dd>`)}
</dl></section>`;
}

export function environment({ data, environment: facts }: View): Markup {
  const rows = facts.map(
    ({ path, value, unavailable }) =>
      html`<tr><th scope="row" class="fact">${path}</th><td>${value ?? html`<span class="muted">unavailable: ${unavailable}</span>`}</td></tr>
`,
  );
  return html`<details><summary><h2>Environment <code>${data.environment.id}</code></h2></summary>
<div class="scroll"><table><thead><tr><th scope="col">Fact</th><th scope="col">Value</th></tr></thead><tbody>
${rows}</tbody></table></div></details>`;
}

/**
 * Shows where a number comes from when it is clicked. Without it the page still says everything: each number
 * has a title, each row its id. No framework, no network, nothing stored.
 */
export const SCRIPT = `
'use strict';
const figures = JSON.parse(document.getElementById('figures').textContent);
const panel = document.getElementById('trace');
const copy = panel.querySelector('button');
let shown = null;
let opener = null;
function show(element, id) {
  const figure = figures[id];
  if (shown) shown.classList.remove('shown');
  shown = element.matches('data') ? element : null;
  if (shown) shown.classList.add('shown');
  panel.querySelector('.label').textContent = figure ? figure.label : 'Every number of this row';
  panel.querySelector('.statistic').textContent = figure ? figure.statistic : '';
  panel.querySelector('.source').textContent = figure && figure.source ? figure.source : '';
  panel.querySelector('code').textContent = 'assay trace ' + id;
  copy.textContent = 'Copy';
  opener = element;
  panel.classList.add('open');
}
function hide() {
  panel.classList.remove('open');
  if (shown) shown.classList.remove('shown');
  shown = null;
  if (opener && opener.matches('button')) opener.focus();
  opener = null;
}
document.addEventListener('click', (event) => {
  const number = event.target.closest('data[data-figure]');
  const row = event.target.closest('button.row');
  if (number) show(number, number.dataset.figure);
  else if (row) show(row, row.dataset.row);
  else if (!event.target.closest('#trace')) hide();
});
document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape') hide();
});
copy.addEventListener('click', async () => {
  const code = panel.querySelector('code');
  const selection = getSelection();
  selection.selectAllChildren(code);
  try {
    await navigator.clipboard.writeText(code.textContent);
    copy.textContent = 'Copied';
  } catch {
    copy.textContent = document.execCommand('copy') ? 'Copied' : 'Selected';
  }
});
// A closed section would be missing on paper.
addEventListener('beforeprint', () => {
  for (const section of document.querySelectorAll('details')) section.open = true;
});
`;

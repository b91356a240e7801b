import assert from 'node:assert/strict';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { MANIFEST_PATH } from '../../src/report/manifest.ts';
import { publishedFolder, theFile } from './published.ts';

/** The report as people see it: in a real browser, from a file, without a network. */

let browser: Browser;
let folder: Awaited<ReturnType<typeof publishedFolder>>;
let file: string;

before(async () => {
  const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
  browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
  folder = await publishedFolder();
  file = await theFile(join(folder.results, 'reports'), /\.html$/);
});

after(async () => {
  await browser?.close();
  await folder?.[Symbol.asyncDispose]();
});

/** Opens the report; whatever the page asks for or complains of is collected. */
async function open(options: { colorScheme?: 'light' | 'dark'; width?: number } = {}) {
  const { colorScheme = 'light', width = 1280 } = options;
  const context = await browser.newContext({ colorScheme, viewport: { width, height: 900 }, offline: true });
  const page = await context.newPage();
  const requests: string[] = [];
  const complaints: string[] = [];
  page.on('request', (request) => requests.push(request.url()));
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(String(error)));
  await page.goto(pathToFileURL(file).href);
  const close = (): Promise<void> => context.close();
  return { page, requests, complaints, [Symbol.asyncDispose]: close };
}

test('the page opens offline, asks for nothing and complains of nothing', async () => {
  for (const colorScheme of ['light', 'dark'] as const) {
    await using opened = await open({ colorScheme });
    assert.deepEqual(opened.requests, [pathToFileURL(file).href]);
    assert.deepEqual(opened.complaints, []);
    assert.match(await opened.page.title(), /^quick-json: regression/);
    await keepScreenshot(opened.page, `report-${colorScheme}`);
  }
});

test('every number in a table is a figure of the manifest', async () => {
  const manifest = JSON.parse(await readFile(join(folder.results, MANIFEST_PATH), 'utf8'));
  await using opened = await open();
  const numbers = await opened.page.$$eval('td.number', (cells) =>
    cells.map((cell) => ({
      figures: [...cell.querySelectorAll('data')].map((data) => [data.dataset.figure!, data.value] as const),
      outside: [...cell.childNodes]
        .filter((node) => node.nodeType === 3)
        .map((node) => node.textContent)
        .join(''),
    })),
  );
  assert.ok(numbers.length > 20);
  for (const { figures, outside } of numbers) {
    assert.match(outside, /^[ –]*$/);
    assert.ok(figures.length > 0);
    for (const [id, value] of figures) assert.equal(value, String(manifest.figures[id].value), id);
  }
});

test('light and dark differ in paper and ink, with a readable contrast in both', async () => {
  const papers = new Set<string>();
  for (const colorScheme of ['light', 'dark'] as const) {
    await using opened = await open({ colorScheme });
    const [paper, ...inks] = await opened.page.evaluate<string[]>(`[
      getComputedStyle(document.documentElement).backgroundColor,
      ...['h1', '.muted', '.verdict', 'th'].map((one) => getComputedStyle(document.querySelector(one)).color),
      getComputedStyle(document.querySelector('figure svg text')).fill,
    ]`);
    papers.add(paper!);
    // WCAG 2.2, success criterion 1.4.3: 4.5 to 1 for text.
    for (const ink of inks) assert.ok(contrast(ink!, paper!) >= 4.5, `${ink} on ${paper}`);
  }
  assert.equal(papers.size, 2);
});

test('a click on a number says what it is and gives the command that traces it', async () => {
  await using opened = await open();
  const ratio = opened.page.locator('data[data-figure$=".ratio"]').first();
  const id = await ratio.getAttribute('data-figure');
  await ratio.click();
  const panel = opened.page.locator('#trace');
  assert.equal(await panel.locator('code').textContent(), `assay trace ${id}`);
  assert.match((await panel.textContent()) ?? '', /Hodges–Lehmann.*measurement \d+ and \d+/s);
  await opened.page.keyboard.press('Escape');
  assert.equal(await panel.isVisible(), false);
});

test('a row is traced from the keyboard alone', async () => {
  await using opened = await open();
  await opened.page.locator('button.row').first().focus();
  await opened.page.keyboard.press('Enter');
  assert.match((await opened.page.locator('#trace code').textContent()) ?? '', /^assay trace [0-9a-f]{10}$/);
});

test('a benchmark named like markup stays text', async () => {
  await using opened = await open();
  assert.equal(
    (await opened.page.locator('tbody th', { hasText: 'render <page> & "quotes"' }).count()) > 0,
    true,
  );
  assert.equal(await opened.page.locator('page').count(), 0);
});

test('a narrow screen scrolls its tables and not itself', async () => {
  await using opened = await open({ width: 390 });
  const width = await opened.page.evaluate<number>('document.documentElement.scrollWidth');
  assert.ok(width <= 390, `${width}`);
  await keepScreenshot(opened.page, 'report-phone');
});

test('tables name their rows and columns, and every picture has a name', async () => {
  await using opened = await open();
  const unnamed = await opened.page.$$eval(
    'table',
    (tables) =>
      tables.filter(
        (table) => !table.querySelector('thead th[scope=col]') || !table.querySelector('tbody th[scope=row]'),
      ).length,
  );
  assert.equal(unnamed, 0);
  const pictures = await opened.page.$$eval('figure svg', (all) =>
    all.map((svg) => svg.querySelector('title')?.textContent ?? ''),
  );
  assert.ok(pictures.length >= 7);
  assert.ok(pictures.every((name) => name !== ''));
});

test('no id stands twice in the page', async () => {
  await using opened = await open();
  const ids = await opened.page.$$eval('[id]', (all) => all.map(({ id }) => id));
  assert.equal(new Set(ids).size, ids.length);
});

test('it prints, with what was folded away', async () => {
  await using opened = await open({ colorScheme: 'dark' });
  const pdf = await opened.page.pdf({ format: 'A4' });
  assert.equal(pdf.subarray(0, 5).toString(), '%PDF-');
  await opened.page.emulateMedia({ media: 'print' });
  const paper = await opened.page.evaluate<string>(
    'getComputedStyle(document.documentElement).backgroundColor',
  );
  assert.equal(paper, 'rgb(255, 255, 255)');
  await opened.page.evaluate("dispatchEvent(new Event('beforeprint'))");
  assert.equal(await opened.page.locator('details:not([open])').count(), 0);
});

test('no table is cut off on paper', async () => {
  // A4 is 210 mm wide; the page's margins leave 182 mm, at 96 pixels an inch.
  await using opened = await open({ width: Math.floor((182 / 25.4) * 96) });
  await opened.page.emulateMedia({ media: 'print' });
  const cut = await opened.page.$$eval(
    '.scroll',
    (all) => all.filter((one) => one.scrollWidth > one.clientWidth).length,
  );
  assert.equal(cut, 0);
});

/** Relative luminance contrast (WCAG 2.2) of two `rgb(r, g, b)` colours. */
function contrast(a: string, b: string): number {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: string): number {
  const channels = colour
    .match(/[\d.]+/g)!
    .slice(0, 3)
    .map(Number);
  const [r, g, b] = channels.map((c) =>
    c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4,
  );
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}

/** For looking at: `ASSAY_SCREENSHOTS=folder` keeps what the browser saw. */
async function keepScreenshot(page: Page, name: string): Promise<void> {
  const target = process.env.ASSAY_SCREENSHOTS;
  if (!target) return;
  await mkdir(target, { recursive: true });
  await page.screenshot({ path: join(target, `${name}.png`), fullPage: true });
}

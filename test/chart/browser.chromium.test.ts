import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { type Browser, chromium, type Page } from 'playwright-core';
import { bundledMeasure, fontFiles } from '../../src/chart/font.ts';
import { DARK, LIGHT, paletteCss } from '../../src/chart/palette.ts';
import { renderSvg } from '../../src/chart/render.ts';
import { GRAPHS, STAMP } from './graphs.ts';

/** The pictures in a real browser, which lays out their text in the font that they were drawn for. */

let browser: Browser;
/** One page with the fonts, which are slow to load, for all the pictures. */
let gallery: Page;

before(async () => {
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox'],
  });
  gallery = await open('');
});

after(() => browser.close());

function face(file: string, weight: string): string {
  const source = `data:font/ttf;base64,${readFileSync(file).toString('base64')}`;
  return `@font-face { font-family: "DejaVu Sans"; font-weight: ${weight}; src: url(${source}); }`;
}

const { regular, bold } = fontFiles();
const FONTS = `${face(regular, 'normal')} ${face(bold, 'bold')}`;

async function open(body: string, css = ''): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1200, height: 900 } });
  await page.setContent(
    `<!doctype html><meta charset="utf-8"><style>${FONTS} body { margin: 0 } ${css}</style>${body}`,
  );
  await page.evaluate('document.fonts.ready.then(() => null)');
  return page;
}

/** The boxes of all texts of a page, in pixels; rotated ones by their real extent. */
function boxes(
  page: Page,
): Promise<{ text: string; left: number; right: number; top: number; bottom: number }[]> {
  return page.locator('text').evaluateAll((elements) =>
    elements.map((element) => {
      const { left, right, top, bottom } = element.getBoundingClientRect();
      return { text: element.textContent ?? '', left, right, top, bottom };
    }),
  );
}

for (const [name, data] of Object.entries(GRAPHS)) {
  test(`in the picture of ${name} every text is inside and none covers another`, async () => {
    const svg = await renderSvg(data, { ...STAMP, dirty: true });
    await gallery.locator('body').evaluate((body, picture) => {
      body.innerHTML = picture;
    }, svg);
    const texts = await boxes(gallery);
    assert.ok(texts.length >= 5);
    for (const { text, left, right, top, bottom } of texts) {
      assert.ok(left >= 0 && right <= 1200 && top >= 0 && bottom <= 900, `${text} sticks out`);
    }
    texts.forEach((a, i) => {
      for (const b of texts.slice(i + 1)) {
        const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
        // The boxes of lines include the space between lines.
        const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
        const shared = 0.25 * Math.min(a.bottom - a.top, b.bottom - b.top);
        assert.ok(
          across <= 1 || down <= shared,
          `“${a.text}” and “${b.text}” overlap by ${across} × ${down}`,
        );
      }
    });
  });
}

test('texts are as wide in the browser as they were taken to be', async () => {
  const samples = [
    '+20.4 %  [+18.1, +22.9]',
    'parse size=large',
    'Measured 2026-11-03 [def5678]',
    'µs MiB × 10⁹',
  ];
  const page = await open(
    samples
      .map((text) => `<span style="font: 40px 'DejaVu Sans'; white-space: pre">${text}</span><br>`)
      .join(''),
  );
  const widths = await page
    .locator('span')
    .evaluateAll((spans) => spans.map((span) => span.getBoundingClientRect().width));
  await page.close();
  samples.forEach((text, i) => {
    const expected = bundledMeasure(text, 40);
    // Kerning, which the measure leaves out, moves a text by less than this.
    assert.ok(Math.abs(widths[i]! - expected) < 0.02 * expected, `${text}: ${widths[i]} for ${expected}`);
  });
});

test('a page recolours the pictures inside it and no id stands twice', async () => {
  const first = await renderSvg(GRAPHS['every verdict']!, STAMP, { theme: 'page' });
  const second = await renderSvg(GRAPHS['two sides']!, { ...STAMP, figure: 'other' }, { theme: 'page' });
  const colour = async (css: string): Promise<string> => {
    const page = await open(first + second, css);
    const fill = await page
      .locator('text')
      .first()
      .evaluate((text) => {
        return text.ownerDocument.defaultView!.getComputedStyle(text).fill;
      });
    const ids = await page.locator('[id]').evaluateAll((elements) => elements.map(({ id }) => id));
    await page.close();
    assert.equal(new Set(ids).size, ids.length);
    return fill;
  };
  const rgb = (hex: string): string =>
    `rgb(${[1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)).join(', ')})`;
  assert.equal(await colour(''), rgb(LIGHT.ink));
  assert.equal(await colour(`:root { ${paletteCss(DARK)} }`), rgb(DARK.ink));
});

test('every colour in a picture for a page can be changed by the page', async () => {
  for (const data of Object.values(GRAPHS)) {
    const svg = await renderSvg(data, STAMP, { theme: 'page' });
    const fixed = [...svg.matchAll(/ (?:fill|stroke)="([^"]*)"/g)]
      .map(([, colour]) => colour!)
      .filter((colour) => colour !== 'none' && !colour.startsWith('var(--assay-'));
    assert.deepEqual([...new Set(fixed)], []);
  }
});

test('the palette keeps a contrast of 4.5 to 1 for every text, light and dark', () => {
  const luminance = (hex: string): number => {
    // WCAG 2.2, relative luminance.
    const [r, g, b] = [1, 3, 5].map((at) => {
      const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
      return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
  };
  const lettering = [
    'ink',
    'muted',
    'candidate',
    'regression',
    'improvement',
    'unchanged',
    'inconclusive',
  ] as const;
  for (const colours of [LIGHT, DARK]) {
    for (const role of lettering) {
      const [light, dark] = [luminance(colours[role]), luminance(colours.paper)].sort((a, b) => b - a);
      assert.ok((light! + 0.05) / (dark! + 0.05) >= 4.5, `${role} ${colours[role]}`);
    }
    assert.equal(new Set(Object.values(colours)).size, Object.keys(colours).length);
  }
});

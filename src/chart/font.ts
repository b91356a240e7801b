import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Measure } from './text.ts';

/** Verdana was drawn to the same widths, for readers of an SVG who lack DejaVu. */
export const FONT_FAMILY = 'DejaVu Sans, Verdana, sans-serif';

/** The bundled font files, regular and bold, so that pictures need nothing of the machine. */
export function fontFiles(): { readonly regular: string; readonly bold: string } {
  const { resolve } = createRequire(import.meta.url);
  return {
    regular: resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf'),
    bold: resolve('dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf'),
  };
}

let measure: Measure | undefined;

/** The width of a text in the bundled font, in pixels, from the font's own tables. */
export function bundledMeasure(): Measure {
  if (measure === undefined) {
    const files = fontFiles();
    const regular = advances(readFileSync(files.regular));
    const bold = advances(readFileSync(files.bold));
    measure = (text, size, weight = 'normal') => {
      const advance = weight === 'bold' ? bold : regular;
      let ems = 0;
      for (const character of text) ems += advance(character.codePointAt(0)!);
      return ems * size;
    };
  }
  return measure;
}

/** The advance width of a code point in ems (OpenType 1.9: `head`, `hhea`, `hmtx`, `cmap` format 12). */
function advances(font: Buffer): (codePoint: number) => number {
  const unitsPerEm = font.readUInt16BE(table(font, 'head') + 18);
  const metricCount = font.readUInt16BE(table(font, 'hhea') + 34);
  const hmtx = table(font, 'hmtx');
  const groups = characterGroups(font);
  const known = new Map<number, number>();
  return (codePoint) => {
    let width = known.get(codePoint);
    if (width === undefined) {
      const group = groups.find(({ first, last }) => codePoint >= first && codePoint <= last);
      const glyph = group === undefined ? 0 : group.glyph + codePoint - group.first;
      width = font.readUInt16BE(hmtx + 4 * Math.min(glyph, metricCount - 1)) / unitsPerEm;
      known.set(codePoint, width);
    }
    return width;
  };
}

function characterGroups(font: Buffer): { first: number; last: number; glyph: number }[] {
  const cmap = table(font, 'cmap');
  for (let i = 0; i < font.readUInt16BE(cmap + 2); i++) {
    const subtable = cmap + font.readUInt32BE(cmap + 4 + 8 * i + 4);
    if (font.readUInt16BE(subtable) !== 12) continue;
    return Array.from({ length: font.readUInt32BE(subtable + 12) }, (_, group) => {
      const at = subtable + 16 + 12 * group;
      return {
        first: font.readUInt32BE(at),
        last: font.readUInt32BE(at + 4),
        glyph: font.readUInt32BE(at + 8),
      };
    });
  }
  throw new Error('the bundled font has no cmap of format 12');
}

function table(font: Buffer, tag: string): number {
  for (let at = 12; at < 12 + 16 * font.readUInt16BE(4); at += 16) {
    if (font.toString('latin1', at, at + 4) === tag) return font.readUInt32BE(at + 8);
  }
  throw new Error(`the bundled font has no ${tag} table`);
}

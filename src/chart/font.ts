import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { AssayError } from '../core/error.ts';
import type { Measure, Weight } from './text.ts';

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

interface Face {
  /** In ems; `null` for a character that the font lacks. */
  advance(codePoint: number): number | null;
}

let faces: Readonly<Record<Weight, Face>> | undefined;

/** The width of a text in the bundled font, in pixels, from the font's own tables. */
export const bundledMeasure: Measure = (text, size, weight = 'normal') => {
  const face = bundled()[weight];
  let ems = 0;
  // What the font lacks, another one draws: most often an ideograph, as wide as it is high.
  for (const character of text) ems += face.advance(character.codePointAt(0)!) ?? 1;
  return ems * size;
};

/** Whether the text has characters that the bundled font cannot draw. */
export function exceedsFont(text: string): boolean {
  for (const character of new Set(text)) {
    const codePoint = character.codePointAt(0)!;
    if (codePoint >= 0x20 && bundled().normal.advance(codePoint) === null) return true;
  }
  return false;
}

function bundled(): Readonly<Record<Weight, Face>> {
  const files = fontFiles();
  faces ??= { normal: openFace(readFileSync(files.regular)), bold: openFace(readFileSync(files.bold)) };
  return faces;
}

/** Reads widths as OpenType 1.9 lays them out: `head`, `hhea`, `hmtx`, and `cmap` of format 12. */
function openFace(font: Buffer): Face {
  const unitsPerEm = font.readUInt16BE(table(font, 'head') + 18);
  const metricCount = font.readUInt16BE(table(font, 'hhea') + 34);
  const hmtx = table(font, 'hmtx');
  const groups = characterGroups(font);
  const known = new Map<number, number | null>();
  const read = (codePoint: number): number | null => {
    const group = groups.find(({ first, last }) => codePoint >= first && codePoint <= last);
    if (group === undefined) return null;
    const glyph = group.glyph + codePoint - group.first;
    return font.readUInt16BE(hmtx + 4 * Math.min(glyph, metricCount - 1)) / unitsPerEm;
  };
  return {
    advance(codePoint) {
      if (!known.has(codePoint)) known.set(codePoint, read(codePoint));
      return known.get(codePoint) ?? null;
    },
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
  throw unusable('cmap of format 12');
}

function table(font: Buffer, tag: string): number {
  for (let at = 12; at < 12 + 16 * font.readUInt16BE(4); at += 16) {
    if (font.toString('latin1', at, at + 4) === tag) return font.readUInt32BE(at + 8);
  }
  throw unusable(`${tag} table`);
}

function unusable(lacking: string): AssayError {
  return new AssayError('infrastructure', `the bundled font DejaVu Sans has no ${lacking}`, {
    hint: 'install Assay again',
  });
}

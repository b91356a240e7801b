import { AssayError } from '../core/error.ts';
import { FONT_FAMILY } from './font.ts';
import { themed } from './palette.ts';

const OPEN = '<metadata id="assay">';
const CLOSE = '</metadata>';

/** What the drawing of ECharts becomes a document with. */
export interface Dressing {
  /** Unique in the page that the picture may stand in; every id in the picture starts with it. */
  readonly prefix: string;
  readonly title: string;
  readonly description: string;
  readonly width: number;
  readonly height: number;
  /** `file`: fixed colours and size; `page`: colours from the page's CSS variables, as wide as its place. */
  readonly theme: 'file' | 'page';
  readonly figure: string;
  readonly dataDigest: string;
}

/**
 * Makes the drawing a document of its own: a name and a description for those who cannot see it, ids that do
 * not depend on what was drawn before, and one font for all. Only text between raw double quotes is touched,
 * which no label can contain (they are escaped there).
 */
export function dressSvg(drawn: string, dressing: Dressing): string {
  const { prefix, title, description, width, height, theme } = dressing;
  const body = drawn
    .slice(drawn.indexOf('>') + 1)
    .replace(/ ecmeta_\w+="[^"]*"/g, '')
    .replace(/ pointer-events="visible"/g, '')
    // Its styles are for a pointer that hovers, and numbered through all pictures of the process.
    .replace(/<style >.*?<\/style>\n?/s, '')
    .replace(/ class="zr\d+-cls-\d+"/g, '')
    .replace(/(style="[^"]*?)font-family:sans-serif;/g, '$1')
    .replace(/ (id|class|href|xlink:href|clip-path|filter|mask)="([^"]*)"/g, (_, name, value) => {
      return ` ${name}="${value.replace(/\bzr\d+-/g, `${prefix}-`)}"`;
    });
  const size = theme === 'file' ? ` width="${width}" height="${height}"` : ' class="assay-graph"';
  const data =
    theme === 'file'
      ? ''
      : ` data-figure="${escapeXml(dressing.figure)}" data-digest="${dressing.dataDigest}"`;
  const coloured = theme === 'file' ? body : body.replace(/ (fill|stroke)="(#[0-9a-f]{6})"/g, themeAttribute);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg"${size} viewBox="0 0 ${width} ${height}" font-family="${FONT_FAMILY}"`,
    ` role="img" aria-labelledby="${prefix}-title ${prefix}-desc"${data}>\n`,
    `<title id="${prefix}-title">${escapeXml(title)}</title>\n`,
    `<desc id="${prefix}-desc">${escapeXml(description)}</desc>`,
    theme === 'file' ? `\n<rect width="${width}" height="${height}" fill="#ffffff"/>` : '',
    coloured,
    '\n',
  ].join('');
}

function themeAttribute(_: string, name: string, colour: string): string {
  return ` ${name}="${themed(colour)}"`;
}

/** Adds metadata right after the opening tag; the picture must not have any yet. */
export function embedInSvg(svg: string, json: string): string {
  const at = svg.indexOf('>', svg.indexOf('<svg')) + 1;
  return `${svg.slice(0, at)}\n${OPEN}${escapeXml(json)}${CLOSE}${svg.slice(at)}`;
}

/** The metadata's text (`null` without), and the picture without the element and the line break before it. */
export function splitSvg(svg: string): { json: string | null; picture: string } {
  const start = svg.indexOf(OPEN);
  if (start < 0) return { json: null, picture: svg };
  const end = svg.indexOf(CLOSE, start);
  if (end < 0) throw new AssayError('input', 'SVG: the metadata element has no end', { hint: BROKEN });
  const before = svg.slice(0, start).replace(/\n$/, '');
  const picture = before + svg.slice(end + CLOSE.length);
  if (picture.includes(OPEN))
    throw new AssayError('input', 'SVG: more than one metadata of Assay', { hint: BROKEN });
  return { json: unescapeXml(svg.slice(start + OPEN.length, end)), picture };
}

/** Whether a file's beginning looks like SVG. */
export function isSvg(bytes: Uint8Array): boolean {
  const start = new TextDecoder().decode(bytes.subarray(0, 1024));
  return /^\uFEFF?\s*(<\?xml[^>]*\?>\s*)?(<!--[\s\S]*?-->\s*|<!DOCTYPE[^>]*>\s*)*<svg[\s>]/.test(start);
}

const BROKEN = 'the file was edited or damaged; write the report again';

function escapeXml(text: string): string {
  // Control characters other than tab and line breaks are not allowed in XML, even escaped.
  return text
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '\uFFFD')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;');
}

function unescapeXml(text: string): string {
  return text
    .replace(/&quot;/g, '"')
    .replace(/&gt;/g, '>')
    .replace(/&lt;/g, '<')
    .replace(/&amp;/g, '&');
}

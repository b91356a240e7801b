import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Every Markdown file that a reader of the repository meets. */
export const DOCUMENTS: readonly string[] = [
  ...globSync('*.md', { cwd: ROOT }),
  ...globSync('docs/**/*.md', { cwd: ROOT }),
  ...globSync('{sampler,examples,bench}/**/*.md', { cwd: ROOT }),
].sort();

export function readDocument(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

/** A fenced code block, or a comment `<!-- prepare: … -->`, which is run and not shown. */
export interface Block {
  /** `console`, `yaml`, …; `prepare` for such a comment. */
  readonly language: string;
  /** What follows the language on the opening line, for example `exit=3`. */
  readonly info: string;
  readonly text: string;
  /** Of the opening line, from 1. */
  readonly line: number;
}

const PREPARE = /^<!-- prepare: (.*) -->$/;
const FENCE = /^ {0,3}(`{3,}|~{3,})(\w*) ?(.*)$/;

/** The blocks of a document, in order. */
export function blocksOf(markdown: string): Block[] {
  const blocks: Block[] = [];
  const lines = markdown.split('\n');
  for (let at = 0; at < lines.length; at++) {
    const prepare = PREPARE.exec(lines[at]!);
    if (prepare) blocks.push({ language: 'prepare', info: '', text: prepare[1]!, line: at + 1 });
    const fence = FENCE.exec(lines[at]!);
    if (!fence) continue;
    const end = lines.findIndex((line, index) => index > at && line.trim() === fence[1]);
    if (end < 0) throw new Error(`line ${at + 1}: the block is not closed`);
    const text = lines.slice(at + 1, end).join('\n');
    blocks.push({ language: fence[2]!, info: fence[3]!, text, line: at + 1 });
    at = end;
  }
  return blocks;
}

/** A document without its code blocks, code spans and comments: what may hold links. */
export function prose(markdown: string): string {
  return markdown
    .replaceAll(/^( {0,3})(`{3,}|~{3,})[^\n]*\n[\s\S]*?^ {0,3}\2[^\n]*$/gm, '')
    .replaceAll(/<!--[\s\S]*?-->/g, '')
    .replaceAll(/(`+)[^`].*?\1/g, (span) => ' '.repeat(span.length));
}

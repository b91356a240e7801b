import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, test } from 'node:test';
import { DOCUMENTS, prose, ROOT, readDocument } from './markdown.ts';

for (const path of DOCUMENTS) {
  test(`every link of ${path} leads somewhere`, () => {
    const broken = linksOf(readDocument(path)).flatMap((link) => {
      const reason = whyBroken(path, link);
      return reason === null ? [] : [`${link}: ${reason}`];
    });
    assert.deepEqual(broken, []);
  });
}

describe('the search for broken links', () => {
  test('finds a missing file, a missing heading, and an absolute path', () => {
    assert.equal(whyBroken('README.md', 'docs/nowhere.md'), 'there is no docs/nowhere.md');
    assert.equal(whyBroken('docs/glossary.md', '#no-such-heading'), 'there is no such heading');
    assert.equal(whyBroken('README.md', '/docs/glossary.md'), 'not relative');
    assert.equal(whyBroken('docs/architecture.md', 'glossary.md#glossary'), null);
  });

  test('sees links and pictures, not what stands in code', () => {
    const text =
      'A [link](a.md#b), ![picture](c.png "title"), <img src="d.svg">, `[code](e.md)`\n\n[f]: g.md\n';
    assert.deepEqual(linksOf(text), ['a.md#b', 'c.png', 'd.svg', 'g.md']);
  });
});

function linksOf(markdown: string): string[] {
  const text = prose(markdown);
  const patterns = [
    /\]\(\s*<?([^)\s>]+)/g,
    /<(?:img|a|source)\b[^>]*?(?:src|href|srcset)="([^"\s]+)/g,
    /^\[[^\]]+\]:\s*(\S+)/gm,
  ];
  return patterns.flatMap((pattern) => [...text.matchAll(pattern)].map((match) => match[1]!));
}

/** Other hosts are not asked: a test must not depend on them. */
function whyBroken(from: string, link: string): string | null {
  if (/^[a-z][a-z+.-]*:/.test(link)) return link.startsWith('https:') ? null : 'not https';
  if (link.startsWith('/')) return 'not relative';
  const [file, heading] = link.split('#') as [string, string?];
  const target = file === '' ? from : join(dirname(from), decodeURIComponent(file));
  if (!existsSync(join(ROOT, target))) return `there is no ${target}`;
  if (heading === undefined || !target.endsWith('.md')) return null;
  return anchorsOf(readFileSync(join(ROOT, target), 'utf8')).includes(heading)
    ? null
    : 'there is no such heading';
}

/** As GitHub makes them: lower case, punctuation gone, spaces as hyphens. */
function anchorsOf(markdown: string): string[] {
  return [...markdown.matchAll(/^#{1,6} +(.+?) *$/gm)].map(([, title]) =>
    title!
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

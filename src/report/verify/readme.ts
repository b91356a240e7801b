/**
 * The pictures a Markdown text shows: inline and reference images (CommonMark 6.4) and HTML `img` and
 * `source` elements. Only files are given, as written but decoded; addresses of other hosts are not.
 */
export function imagesOf(markdown: string): string[] {
  const text = withoutCode(markdown);
  const inline = matches(text, /!\[(?:[^\]\\]|\\.)*\]\(\s*(?:<([^>\n]+)>|([^\s)]+))/g);
  const html = matches(text, /<(?:img|source)\b[^>]*?\b(?:src|srcset)\s*=\s*(?:"([^"\s]+)|'([^'\s]+))/gi);
  const references = matches(text, /^ {0,3}\[[^\]]+\]:\s*(?:<([^>\n]+)>|(\S+))/gm);
  const shown = references.filter((path) => /\.(png|svg)\b/i.test(path));
  const local = [...inline, ...html, ...shown].filter((path) => !/^([a-z][a-z0-9+.-]*:|\/\/|#)/i.test(path));
  return [...new Set(local.map(decoded))];
}

function matches(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map((match) => match[1] ?? match[2]!);
}

/** Examples in code blocks and code spans are no pictures. */
function withoutCode(markdown: string): string {
  return markdown
    .replaceAll(/^( {0,3})(`{3,}|~{3,})[^\n]*\n[\s\S]*?(?:^ {0,3}\2[^\n]*$|(?![\s\S]))/gm, '')
    .replaceAll(/(`+)[^`].*?\1/g, '');
}

function decoded(path: string): string {
  const bare = path.replace(/[?#].*$/, '');
  try {
    return decodeURIComponent(bare);
  } catch {
    return bare;
  }
}

/** Deeper keys tell nothing about the format, and a hostile file may nest without end. */
const MAX_DEPTH = 12;

/** A format shows itself in its first keys; a file may have millions. */
const MAX_KEYS = 5000;

/**
 * The keys of the first JSON value in a text that may be cut anywhere, as paths: `results[].times`. A scan
 * and not a parse: what is no JSON ends it silently.
 */
export function outline(text: string): Set<string> {
  const keys = new Set<string>();
  const open: { array: boolean; path: string }[] = [];
  let pending: string | null = null;
  TOKEN.lastIndex = 0;
  for (let match = TOKEN.exec(text); match && keys.size < MAX_KEYS; match = TOKEN.exec(text)) {
    const [token, string, colon] = match;
    const top = open.at(-1);
    if (token === '{' || token === '[') {
      const path = pending ?? (top?.array ? `${top.path}[]` : '');
      open.push({ array: token === '[', path });
      pending = null;
    } else if (token === '}' || token === ']') {
      open.pop();
      if (open.length === 0) return keys;
    } else if (string !== undefined && colon !== undefined && top && !top.array) {
      pending = top.path === '' ? unquoted(string) : `${top.path}.${unquoted(string)}`;
      if (open.length <= MAX_DEPTH) keys.add(pending);
    } else pending = null;
    if (open.length === 0) return keys;
  }
  return keys;
}

/**
 * A string with the colon that makes it a key, a bracket, or another value. A string that is cut off reaches
 * to the end, so that it is looked at once.
 */
const TOKEN = /"([^"\\]*(?:\\.[^"\\]*)*)(?:"(\s*:)?|\\?$)|[{}[\]]|[^\s{}[\]",:]+/gs;

function unquoted(string: string): string {
  return string.includes('\\') ? string.replace(/\\(.)/g, '$1') : string;
}

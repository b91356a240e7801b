/**
 * As much of TOML as build files are asked for here: names and lists of names under a table header. Anything
 * else is passed over, so that an unusual file gives fewer proposals and no error.
 */
export interface TomlTable {
  /** `package`, `project.scripts`, `bin` for `[[bin]]`. */
  readonly header: string;
  /** Text values. */
  readonly texts: ReadonlyMap<string, string>;
  /** Lists of texts. */
  readonly lists: ReadonlyMap<string, readonly string[]>;
}

export function tomlTables(text: string): TomlTable[] {
  const tables: { header: string; texts: Map<string, string>; lists: Map<string, string[]> }[] = [];
  let open = { header: '', texts: new Map<string, string>(), lists: new Map<string, string[]>() };
  tables.push(open);
  // A list may go over several lines: join it before looking at lines.
  for (const line of text
    .replace(/\r/g, '')
    .replace(/=\s*\[[^[\]]*\]/g, oneLine)
    .split('\n')) {
    const header = /^\s*\[\[?\s*([^\]]+?)\s*\]\]?\s*(#.*)?$/.exec(line);
    if (header) {
      open = { header: header[1]!.replaceAll('"', ''), texts: new Map(), lists: new Map() };
      tables.push(open);
      continue;
    }
    const [, quotedKey, bareKey, value] = /^\s*(?:"([^"]*)"|([\w.-]+))\s*=\s*(.*)$/.exec(line) ?? [];
    const key = quotedKey ?? bareKey;
    if (key === undefined || value === undefined) continue;
    if (value.startsWith('[')) open.lists.set(key, quoted(value));
    else if (/^["']/.test(value)) open.texts.set(key, quoted(value)[0] ?? '');
  }
  return tables;
}

function oneLine(list: string): string {
  return list.replace(/#[^\n]*\n/g, '\n').replaceAll('\n', ' ');
}

function quoted(text: string): string[] {
  return [...text.matchAll(/"([^"]*)"|'([^']*)'/g)].map((match) => match[1] ?? match[2]!);
}

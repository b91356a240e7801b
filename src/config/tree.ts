import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  visit,
  type YAMLMap,
} from 'yaml';
import { excerpt, type Path, type Problem, pathText } from './problem.ts';

/** A YAML document as plain values, with where each one stands in the text. */
export interface Tree {
  readonly value: unknown;
  readonly problems: readonly Problem[];
  /** Offset of the key (or of the list item) at `path`, else of the nearest parent that is in the text. */
  keyAt(path: Path): number;
  /** Offset of the value at `path`, else of the nearest parent that is in the text. */
  valueAt(path: Path): number;
  has(path: Path): boolean;
}

/** Deeper than anything the configuration has a use for (its deepest key is at six). */
const DEEPEST = 20;

/**
 * Values after aliases are followed. A benchmark takes some ten, so this is about ten thousand benchmarks;
 * it is what stops a "billion laughs" file, which is small until its aliases are followed.
 */
const MOST_VALUES = 100_000;

/** Refused as keys, because they mean something else to the language the values end in. */
const RESERVED = new Set(['__proto__', 'constructor', 'prototype']);

interface Position {
  readonly key: number;
  readonly value: number;
}

interface Walk {
  readonly anchors: ReadonlyMap<Alias, Node>;
  readonly problems: Problem[];
  readonly positions: Map<string, Position>;
  values: number;
}

class Stop extends Error {}

/** Follows aliases and merge keys (`<<`), and reports duplicate, odd and reserved keys. Never throws. */
export function treeOf(document: Document): Tree {
  const walk: Walk = { anchors: anchorsOf(document), problems: [], positions: new Map(), values: 0 };
  const root = document.contents as Node | null;
  let value: unknown = null;
  try {
    value = plain(walk, root, [], startOf(root));
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
  }
  const nearest = (path: Path): Position => {
    for (let length = path.length; length > 0; length--) {
      const found = walk.positions.get(JSON.stringify(path.slice(0, length)));
      if (found) return found;
    }
    return { key: 0, value: 0 };
  };
  return {
    value,
    problems: walk.problems,
    keyAt: (path) => nearest(path).key,
    valueAt: (path) => nearest(path).value,
    has: (path) => walk.positions.has(JSON.stringify(path)),
  };
}

/** What each alias stands for: the latest anchor of its name before it. One pass, however many aliases. */
function anchorsOf(document: Document): Map<Alias, Node> {
  const latest = new Map<string, Node>();
  const found = new Map<Alias, Node>();
  visit(document, {
    Node(_key, node) {
      if (isAlias(node)) {
        const anchored = latest.get(node.source);
        if (anchored) found.set(node, anchored);
      } else if (node.anchor !== undefined) latest.set(node.anchor, node);
    },
  });
  return found;
}

function plain(walk: Walk, written: Node | null, path: Path, key: number): unknown {
  const node = isAlias(written) ? walk.anchors.get(written) : written;
  const value = written === null ? key : startOf(written);
  if (path.length > 0) walk.positions.set(JSON.stringify(path), { key, value });
  if (isAlias(written) && node === undefined) {
    return void problem(walk, value, path, `there is no anchor &${written.source} before this`);
  }
  walk.values += 1;
  if (walk.values > MOST_VALUES)
    stop(walk, value, path, 'the file grows too large when its aliases are followed');
  if (path.length > DEEPEST) stop(walk, value, path, 'is nested too deeply');
  if (isMap(node)) return mapping(walk, node, path);
  if (isSeq(node))
    return node.items.map((item, index) =>
      plain(walk, item as Node, [...path, index], startOf(item as Node)),
    );
  return isScalar(node) ? scalar(walk, node.value, path, value) : null;
}

function mapping(walk: Walk, map: YAMLMap, path: Path): Record<string, unknown> {
  const own = new Map<string, unknown>();
  const merges: Pair[] = [];
  for (const pair of map.items) {
    if (isMerge(pair)) merges.push(pair);
    else {
      const name = keyName(walk, pair, path, own);
      if (name !== undefined) {
        own.set(name, plain(walk, pair.value as Node | null, [...path, name], startOf(pair.key as Node)));
      }
    }
  }
  for (const pair of merges) merge(walk, pair, path, own);
  return Object.fromEntries(own);
}

/** The key of a pair as text; reports and drops one that is no text, reserved or already there. */
function keyName(walk: Walk, pair: Pair, path: Path, own: ReadonlyMap<string, unknown>): string | undefined {
  const node = pair.key as Node | null;
  const offset = startOf(node);
  const value = isScalar(node) ? node.value : undefined;
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') {
    return problem(walk, offset, path, 'a key must be text');
  }
  const name = String(value);
  if (name.length > 1000) return problem(walk, offset, path, 'a key is longer than 1,000 characters');
  if (RESERVED.has(name)) return problem(walk, offset, path, `the key "${name}" is reserved; choose another`);
  if (own.has(name)) {
    const first = walk.positions.get(JSON.stringify([...path, name]));
    walk.problems.push({
      offset,
      path: pathText(path),
      message: `duplicate key ${excerpt(name)}; remove or rename one`,
      ...(first === undefined ? {} : { first: first.key }),
    });
    return undefined;
  }
  return name;
}

/** `<<: *base` or `<<: [*a, *b]`: keys that are not written here; earlier ones win (YAML 1.1 merge type). */
function merge(walk: Walk, pair: Pair, path: Path, own: Map<string, unknown>): void {
  const written = pair.value as Node | null;
  const resolved = isAlias(written) ? walk.anchors.get(written) : written;
  const sources = isSeq(resolved) ? (resolved.items as Node[]) : [written];
  for (const source of sources) {
    const map = isAlias(source) ? walk.anchors.get(source) : source;
    if (!isMap(map)) {
      problem(walk, startOf(source), path, '<< merges mappings only, such as <<: *base');
      continue;
    }
    if (path.length > DEEPEST) stop(walk, startOf(source), path, 'is nested too deeply');
    const missing = map.items.filter((inner) => !isScalar(inner.key) || !own.has(String(inner.key.value)));
    walk.values += 1 + map.items.length;
    for (const inner of missing) {
      if (isMerge(inner)) merge(walk, inner, [...path, '<<'], own);
      else {
        const name = keyName(walk, inner, path, own);
        if (name !== undefined) {
          own.set(name, plain(walk, inner.value as Node | null, [...path, name], startOf(inner.key as Node)));
        }
      }
    }
  }
}

function isMerge(pair: Pair): boolean {
  return isScalar(pair.key) && pair.key.value === '<<' && pair.key.type === 'PLAIN';
}

function scalar(walk: Walk, value: unknown, path: Path, offset: number): unknown {
  if (typeof value === 'string' && (value.includes('\0') || !value.isWellFormed())) {
    return problem(walk, offset, path, 'holds a character that no command can be given');
  }
  if (typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value)) {
    return problem(walk, offset, path, 'is too large for a number; quote it');
  }
  return value;
}

function startOf(node: Node | null): number {
  return node?.range?.[0] ?? 0;
}

function problem(walk: Walk, offset: number, path: Path, message: string): undefined {
  walk.problems.push({ offset, path: pathText(path), message });
}

function stop(walk: Walk, offset: number, path: Path, message: string): never {
  problem(walk, offset, path, message);
  throw new Stop();
}

import type { Path } from '../config/problem.ts';
import { AssayError } from '../core/error.ts';
import type { Place } from './place.ts';
import { readCompose } from './yaml-file.ts';

export interface Compose {
  readonly file: string;
  readonly services: readonly Service[];
}

/** A service of a compose file, with what it takes over from another by `extends`. */
export interface Service {
  readonly name: string;
  readonly keys: Mapping;
  /** Whether the rest of it is in another file, so that what is missing here says nothing. */
  readonly partial: boolean;
  /** Where a key of it stands; without one, its name. */
  readonly at: (...path: Path) => Place;
}

export type Mapping = Readonly<Record<string, unknown>>;

/** Keys that a file of Compose has at its top; without any of them it is something else. */
const TOP = ['services', 'include', 'networks', 'volumes', 'configs', 'secrets', 'name', 'version'];

/** Reads a compose file. What makes it none is one `input` error with the place. */
export function parseCompose(text: string, file: string): Compose {
  const { value, at } = readCompose(text, file);
  const refuse = (path: Path, problem: string): never => {
    const { line, column } = at(path);
    throw new AssayError('input', `${file}:${line}:${column}: ${problem}`, {
      hint: 'see https://docs.docker.com/reference/compose-file/',
    });
  };
  if (!isMapping(value) || !TOP.some((key) => Object.hasOwn(value, key))) {
    return refuse([], `is no compose file: it has none of the keys ${TOP.join(', ')}`);
  }
  const services = value.services ?? {};
  if (!isMapping(services)) return refuse(['services'], 'services must be a mapping of names to services');
  for (const [name, keys] of Object.entries(services)) {
    if (!isMapping(keys)) refuse(['services', name], `services.${name} must be a mapping`);
  }
  const all = services as Readonly<Record<string, Mapping>>;
  return {
    file,
    services: Object.keys(all).map((name) => {
      const { keys, complete } = extended(all, name, new Set());
      const partial = !complete || !(Object.hasOwn(keys, 'image') || Object.hasOwn(keys, 'build'));
      return { name, keys, partial, at: (...path) => at(['services', name, ...path]) };
    }),
  };
}

/** A service with the keys of the one it extends; `complete` is false where that is in another file. */
function extended(
  services: Readonly<Record<string, Mapping>>,
  name: string,
  seen: Set<string>,
): { keys: Mapping; complete: boolean } {
  const own = services[name];
  if (own === undefined || seen.has(name)) return { keys: {}, complete: false };
  seen.add(name);
  const from = own.extends;
  if (from === undefined || from === null) return { keys: own, complete: true };
  const base = isMapping(from) ? from.service : from;
  if (typeof base !== 'string' || (isMapping(from) && from.file !== undefined)) {
    return { keys: own, complete: false };
  }
  const { keys, complete } = extended(services, base, seen);
  return { keys: merged(keys, own), complete };
}

function merged(base: Mapping, own: Mapping): Mapping {
  const joined: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(own)) {
    const before = joined[key];
    joined[key] = isMapping(before) && isMapping(value) ? merged(before, value) : value;
  }
  return joined;
}

export function isMapping(value: unknown): value is Mapping {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value at a path of keys; `undefined` where there is none. */
export function valueAt(from: unknown, ...path: readonly string[]): unknown {
  let value = from;
  for (const key of path) value = isMapping(value) && Object.hasOwn(value, key) ? value[key] : undefined;
  return value ?? undefined;
}

/** The items of a list; none of anything else. */
export function itemsOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

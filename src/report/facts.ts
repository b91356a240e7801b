/** One leaf of nested facts. */
export interface Fact {
  /** `cpu.model`. */
  readonly path: string;
  /** `null` where it could not be read. */
  readonly value: string | null;
  /** Why not. */
  readonly unavailable: string | null;
}

/**
 * Nested facts as a list, in their own order. A leaf is a plain value, `{value}`, `{unavailable: reason}` or
 * `{status: 'unavailable', reason}`; `null` is something known not to be there.
 */
export function factsOf(facts: unknown, path = ''): Fact[] {
  const leaf = leafOf(facts);
  if (leaf) return [{ path, ...leaf }];
  return Object.entries(facts as object).flatMap(([key, member]) =>
    member === undefined ? [] : factsOf(member, path === '' ? key : `${path}.${key}`),
  );
}

function leafOf(of: unknown): Omit<Fact, 'path'> | null {
  if (of === undefined) return { value: null, unavailable: 'not recorded' };
  if (of === null) return { value: 'none', unavailable: null };
  if (Array.isArray(of)) return { value: of.map(textOf).join(', ') || 'none', unavailable: null };
  if (typeof of !== 'object') return { value: textOf(of), unavailable: null };
  const keys = Object.keys(of);
  if ('status' in of && of.status === 'unavailable' && 'reason' in of) {
    return { value: null, unavailable: String(of.reason) };
  }
  if (keys.length === 1 && 'unavailable' in of) return { value: null, unavailable: String(of.unavailable) };
  if (keys.length === 1 && 'value' in of) return wrapped(of.value);
  return keys.length === 0 ? { value: 'none', unavailable: null } : null;
}

/** A probed value may itself be a group; its members then are one text. */
function wrapped(value: unknown): Omit<Fact, 'path'> {
  if (value === null) return { value: 'none', unavailable: null };
  return {
    value: Array.isArray(value) ? value.map(textOf).join(', ') || 'none' : textOf(value),
    unavailable: null,
  };
}

function textOf(value: unknown): string {
  if (value === true) return 'yes';
  if (value === false) return 'no';
  if (value !== null && typeof value === 'object') {
    return Object.entries(value)
      .map(([key, member]) => `${key}: ${textOf(member)}`)
      .join('; ');
  }
  return String(value);
}

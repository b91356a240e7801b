/** The value of a variable; `undefined` for one that is not set. */
export type Variables = (name: string) => string | undefined;

/** For texts whose variables are all set elsewhere. */
export const nowhere: Variables = () => undefined;

/**
 * A text with its variables (`$NAME`, `${NAME}`, `${NAME:-default}`) replaced, as Dockerfiles and compose files
 * have them; `null` where a value comes from outside of the file, so that nothing can be said of the text.
 */
export function expand(text: string, variables: Variables): string | null {
  return scan(text, 0, 0, variables).value;
}

interface Scanned {
  readonly value: string | null;
  /** Offset of the first character that is not part of it. */
  readonly end: number;
}

/** Nobody nests defaults deeper; what does is not known. */
const DEEPEST = 10;

/** What stands for a variable: `$$`, `$NAME`, or the beginning of `${NAME…}` up to its operator. */
const REFERENCE = /\$(?:\$|([A-Za-z_]\w*)|\{([A-Za-z_]\w*)(:?[-+?])?)/y;

/** Reads on from `from` to the end of the text, or of the braces that it is in. */
function scan(text: string, from: number, depth: number, variables: Variables): Scanned {
  let value: string | null = '';
  let at = from;
  while (at < text.length && !(depth > 0 && text[at] === '}')) {
    const found: Scanned | null = text[at] === '$' ? reference(text, at, depth, variables) : null;
    const part: Scanned = found ?? { value: text[at]!, end: at + 1 };
    value = value === null || part.value === null ? null : value + part.value;
    at = part.end;
  }
  return { value, end: at };
}

function reference(text: string, at: number, depth: number, variables: Variables): Scanned | null {
  REFERENCE.lastIndex = at;
  const [whole, plain, braced, operator] = REFERENCE.exec(text) ?? [];
  if (whole === undefined) return null;
  const end = at + whole.length;
  if (whole === '$$') return { value: '$', end };
  if (braced === undefined) return { value: variables(plain!) ?? null, end };
  if (depth >= DEEPEST) return { value: null, end: text.length };
  const word = scan(text, end, depth + 1, variables);
  if (text[word.end] !== '}') return { value: null, end: text.length };
  const set = variables(braced);
  const chosen = operator?.endsWith('+')
    ? set === undefined
      ? ''
      : word.value
    : (set ?? fallback(operator, word));
  return { value: chosen, end: word.end + 1 };
}

/** Only `-` gives a value where there is none; without it, and with `?`, one must come from outside. */
function fallback(operator: string | undefined, word: Scanned): string | null {
  return operator?.endsWith('-') ? word.value : null;
}

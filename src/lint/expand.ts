const REFERENCE = /\$\$|\$(?:([A-Za-z_]\w*)|\{([A-Za-z_]\w*)(?:(:?[-+?])([^}]*))?\})/g;

/**
 * A text with its variables (`$NAME`, `${NAME}`, `${NAME:-default}`) replaced, as Dockerfiles and compose files
 * have them; `null` where a value comes from outside of the file, so that nothing can be said of the text.
 */
export function expand(text: string, variable: (name: string) => string | undefined): string | null {
  let known = true;
  const expanded = text.replace(REFERENCE, (whole, plain, braced, operator, word) => {
    if (whole === '$$') return '$';
    const value = variable(plain ?? braced);
    if (operator?.endsWith('+')) return value === undefined ? '' : word;
    if (value !== undefined) return value;
    if (operator?.endsWith('-')) return expand(word, variable) ?? unknown();
    return unknown();
  });
  return known ? expanded : null;

  function unknown(): string {
    known = false;
    return '';
  }
}

/** For texts whose variables are all set elsewhere. */
export const nowhere = (): undefined => undefined;

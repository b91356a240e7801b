import { AssayError } from '../core/error.ts';
import { CONTEXTS, type ContextName } from './execution.ts';
import { suggestion } from './nearest.ts';
import { excerpt } from './problem.ts';

/** The context that holds, with what says so. */
export interface Situation {
  readonly context: ContextName;
  /** For a person: `--context ci`, `CI is set`. */
  readonly why: string;
}

export interface Signs {
  /** `--context` */
  readonly flag?: ContextName;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The command compares two tags. */
  readonly comparesTags?: boolean;
}

/** The first of: the flag, `ASSAY_CONTEXT`, two tags, `CI`. Without any, somebody is at their own machine. */
export function situationOf({ flag, env, comparesTags = false }: Signs): Situation {
  if (flag !== undefined) return { context: flag, why: `--context ${flag}` };
  const named = env.ASSAY_CONTEXT;
  if (named) return { context: contextNamed(named), why: `ASSAY_CONTEXT is ${named}` };
  if (comparesTags) return { context: 'release', why: 'two tags are compared' };
  if (isSet(env.CI)) return { context: 'ci', why: 'CI is set' };
  return { context: 'local', why: 'nothing says otherwise' };
}

function contextNamed(text: string): ContextName {
  const found = CONTEXTS.find((name) => name === text);
  if (found) return found;
  throw new AssayError('usage', `ASSAY_CONTEXT is ${excerpt(text)}${suggestion(text, CONTEXTS)}`, {
    hint: `it is one of: ${CONTEXTS.join(', ')}`,
  });
}

/** As CI services set it; some people switch it off by `CI=false`. */
function isSet(value: string | undefined): boolean {
  return value !== undefined && !['', '0', 'false'].includes(value.toLowerCase());
}

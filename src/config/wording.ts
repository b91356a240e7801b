import type { z } from 'zod';
import { suggestion } from './nearest.ts';
import { excerpt } from './problem.ts';

type Issue = z.core.$ZodRawIssue;

/** What zod found, in the words of a person who writes YAML. */
export function wording(issue: Issue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return expected(TYPES[issue.expected] ?? issue.expected, issue.input);
    case 'invalid_value':
      return oneOf(issue.values.map(String), issue.input);
    case 'too_small':
      if (typeof issue.input !== 'number') return 'must not be empty';
      return `must be ${issue.inclusive === false ? 'more than' : 'at least'} ${issue.minimum}, found ${issue.input}`;
    case 'too_big':
      if (typeof issue.input !== 'number') return `is longer than ${issue.maximum}`;
      return `must be ${issue.inclusive === false ? 'less than' : 'at most'} ${issue.maximum}, found ${issue.input}`;
    default:
      return undefined;
  }
}

/** `expected a number, found the text "x"`; `is missing: expected …` where there is nothing. */
export function expected(what: string, input: unknown): string {
  return input === undefined ? `is missing: expected ${what}` : `expected ${what}, found ${described(input)}`;
}

const TYPES: Readonly<Record<string, string>> = {
  object: 'a mapping of keys to values',
  record: 'a mapping of names to values',
  array: 'a list, such as [a, b]',
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  null: 'nothing',
};

function oneOf(values: readonly string[], input: unknown): string {
  const hint = typeof input === 'string' ? suggestion(input, values) : '';
  return `expected ${values.length === 1 ? values[0] : `one of ${values.join(', ')}`}, found ${described(input)}${hint}`;
}

function described(input: unknown): string {
  if (input === null || input === undefined) return 'nothing';
  if (typeof input === 'string') return `the text ${excerpt(input)}`;
  if (Array.isArray(input)) return 'a list';
  return typeof input === 'object' ? 'a mapping' : String(input);
}

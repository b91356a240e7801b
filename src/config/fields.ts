import { z } from 'zod';
import { LIMITS } from './defaults.ts';
import { suggestion } from './nearest.ts';
import type { CommandSpec, EnvValue } from './plan.ts';
import { DURATION_FORM, durationS, SHARE_FORM, SIZE_FORM, share, sizeBytes } from './quantity.ts';
import { expected } from './wording.ts';

/** The kinds of value that keys of `assay.yaml` take, each from its text to what the plan holds. */

/** A mapping with these keys only; any other is reported by itself, with the key that was meant. */
export function keys<Shape extends z.core.$ZodShape>(shape: Shape): z.ZodObject<Shape, z.core.$strict> {
  const unknownKey = z.custom<never>(() => false, {
    params: { key: true },
    error: (issue) => {
      const key = String(issue.path?.at(-1));
      const hint = suggestion(key, Object.keys(shape));
      return `unknown key${hint === '' ? `; the keys here are ${Object.keys(shape).join(', ')}` : hint}`;
    },
  });
  return z.object(shape).catchall(unknownKey) as unknown as z.ZodObject<Shape, z.core.$strict>;
}

const argument = z
  .union([z.string(), z.number(), z.boolean()], { error: (issue) => expected('text', issue.input) })
  .transform(String);

const COMMAND_FORM = 'a shell line or a list of arguments';

const line = z.string().refine((text) => text.trim() !== '', 'must not be empty');

const argv = z
  .array(argument)
  .min(1)
  .refine((list) => list[0] !== '', { path: [0], error: 'the program must not be empty' });

export const command = z
  .union([line, argv], { error: (issue) => expected(COMMAND_FORM, issue.input) })
  .transform((value): CommandSpec => {
    return typeof value === 'string' ? { kind: 'shell', line: value } : { kind: 'argv', argv: value };
  });

/** Seconds. */
export const duration = z
  .union([z.string(), z.number()], { error: (issue) => expected(DURATION_FORM, issue.input) })
  .transform((value, context) => {
    const seconds = typeof value === 'string' ? durationS(value) : undefined;
    if (seconds !== undefined) return seconds;
    const fix =
      typeof value === 'number' && value > 0
        ? `; write "${value}s" for seconds`
        : '; between 1ms and 24 days';
    context.addIssue({ code: 'custom', message: `${expected(DURATION_FORM, value)}${fix}` });
    return z.NEVER;
  });

/** Bytes. */
export const size = z
  .union([z.string(), z.number()], { error: (issue) => expected(SIZE_FORM, issue.input) })
  .transform((value, context) => {
    const bytes = typeof value === 'string' ? sizeBytes(value) : undefined;
    if (bytes !== undefined) return bytes;
    context.addIssue({ code: 'custom', message: `${expected(SIZE_FORM, value)}${sizeFix(value)}` });
    return z.NEVER;
  });

/** `256m` is 256 MiB to Docker and 256 MB to others: rather asked than guessed. */
function sizeFix(value: string | number): string {
  if (typeof value === 'number') return value >= 1 ? `; write "${value}B" for bytes` : '';
  const [, digits, letter] = /^(\d+(?:\.\d+)?) ?([kmgt])(?:i?b?)$/i.exec(value.trim()) ?? [];
  if (digits === undefined || letter === undefined) return '';
  const prefix = letter.toUpperCase();
  return `; write ${digits}${prefix}iB (1024s) or ${digits}${prefix}B (1000s)`;
}

/** A fraction strictly between 0 and 1. */
export const fraction = z
  .union([z.string(), z.number()], { error: (issue) => expected(SHARE_FORM, issue.input) })
  .transform((value, context) => {
    const found = share(value);
    if (found !== undefined) return found;
    const fix = typeof value === 'number' && value >= 1 ? `; write "${value}%" for percent` : '';
    context.addIssue({
      code: 'custom',
      message: `${expected(`${SHARE_FORM}, above 0% and below 100%`, value)}${value === 0 ? '' : fix}`,
    });
    return z.NEVER;
  });

const secret = keys({ secret: variableName('the name of a secret') });

const envText = z.union([argument, secret], {
  error: (issue) => expected('text or {secret: NAME}', issue.input),
});

/** Variables and their values; a secret is named, never written. */
export const environment = z.record(variableName('the name of a variable'), envText).transform((value) => {
  return value as Readonly<Record<string, EnvValue>>;
});

const textParam = z.string().min(1).max(LIMITS.nameLength);

/** One value of a parameter. */
export const paramValue = z.union([textParam, z.number(), z.boolean()], {
  error: (issue) => expected('text, a number, true or false', issue.input),
});

/** The name of a parameter, as it stands between braces. */
export const paramName = z
  .string()
  .regex(
    /^[A-Za-z_][A-Za-z0-9_-]*$/,
    'the name of a parameter takes letters, digits, _ and -, and begins with a letter',
  )
  .max(LIMITS.nameLength);

/** The name of a benchmark, which also names files: no empty, `.` or `..` part. */
export const benchmarkName = z
  .string()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9._/ -]*$/,
    'the name of a benchmark takes letters, digits, spaces and . _ / -, and begins with a letter or digit',
  )
  .max(LIMITS.nameLength)
  .refine((name) => name.split('/').every((part) => part.trim() !== '' && part !== '.' && part !== '..'), {
    error: 'no part of the name of a benchmark may be empty, "." or ".."',
  })
  .refine((name) => name === name.trim(), { error: 'the name of a benchmark may not end in a space' });

/** A path, relative to the directory of `assay.yaml`. */
export const path = z.string().min(1);

export function variableName(what: string): z.ZodString {
  return z
    .string()
    .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, `${what} takes letters, digits and _, and begins with no digit`);
}

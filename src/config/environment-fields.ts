import { posix } from 'node:path';
import { z } from 'zod';
import { CAPABILITIES } from './capabilities.ts';
import { cpuList } from './cpu-list.ts';
import { LIMITS } from './defaults.ts';
import { imageProblem } from './image-reference.ts';
import { suggestion } from './nearest.ts';
import { excerpt } from './problem.ts';
import { expected } from './wording.ts';

/** The kinds of value that only environments have. */

const CPUSET_FORM = 'processors as Linux lists them, such as 0 or 0,2-3';

/** `0,2-3`, in order. */
export const cpuset = z
  .union([z.string(), z.int().min(0)], { error: (issue) => expected(CPUSET_FORM, issue.input) })
  .transform((value, context) => {
    const list = cpuList(String(value));
    if (list !== undefined) return list;
    context.addIssue({ code: 'custom', message: expected(CPUSET_FORM, value) });
    return z.NEVER;
  });

/** The name of an environment, which also names containers. */
export const environmentName = z
  .string()
  .regex(
    /^[a-z0-9]+(?:[._-][a-z0-9]+)*$/,
    'the name of an environment takes small letters, digits and single . _ - between them',
  )
  .max(LIMITS.nameLength);

export const volumeName = z
  .string()
  .regex(
    /^[a-z0-9]+(?:[._-][a-z0-9]+)*$/,
    'the name of a volume takes small letters, digits and single . _ - between them',
  )
  .max(LIMITS.nameLength);

/** An absolute path, normalised, without a slash at its end. */
export const absolutePath = z.string().transform((text, context) => {
  const path = posix.normalize(text);
  const problem = !posix.isAbsolute(text)
    ? `expected an absolute path, found ${excerpt(text)}`
    : path === '/'
      ? 'must not be all of /'
      : null;
  if (problem === null) return path.replace(/\/$/, '');
  context.addIssue({ code: 'custom', message: problem });
  return z.NEVER;
});

export const image = z.string().superRefine((text, context) => {
  const problem = imageProblem(text);
  if (problem !== null) context.addIssue({ code: 'custom', message: problem });
});

/** Path of the socket of an engine. */
export const socket = z.string().transform((text, context) => {
  const path = text.replace(/^unix:\/\//, '');
  if (posix.isAbsolute(path)) return posix.normalize(path);
  const message = `expected the path of a socket on this machine, such as /run/podman/podman.sock, found ${excerpt(text)}`;
  context.addIssue({ code: 'custom', message });
  return z.NEVER;
});

/** `SYS_PTRACE`, also where it is written `CAP_SYS_PTRACE` or in small letters. */
export const capability = z.string().transform((text, context) => {
  const name = text.toUpperCase().replace(/^CAP_/, '');
  if (CAPABILITIES.includes(name)) return name;
  const all = name === 'ALL' ? '; name those that are needed' : suggestion(name, CAPABILITIES);
  context.addIssue({ code: 'custom', message: `Linux has no capability ${excerpt(text)}${all}` });
  return z.NEVER;
});

const USER_FORM = 'a user such as 1000, 1000:1000 or a name in the image';

export const user = z
  .union([z.string(), z.int().min(0)], { error: (issue) => expected(USER_FORM, issue.input) })
  .transform(String)
  .refine((text) => /^[A-Za-z0-9_][\w.-]*(?::[A-Za-z0-9_][\w.-]*)?$/.test(text), {
    error: (issue) => expected(USER_FORM, issue.input),
  });

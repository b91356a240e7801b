import { AssayError } from '../../core/error.ts';
import type { ExecutionRequest, Output } from './execution.ts';

/**
 * The lines of docs/sampler-protocol.md that execute `request`, answered under `id`. Text that no program
 * can be given (a NUL byte, a nameless variable) is an `input` error.
 */
export function requestLines(id: string, request: ExecutionRequest): string {
  const lines = [
    ...request.argv.map((argument) => line('arg', argument)),
    ...Object.entries(request.env).map(variable),
    line('cwd', request.cwd),
    output('stdout', request.stdout),
    output('stderr', request.stderr),
  ];
  if (request.stdin !== undefined) lines.push(line('stdin', request.stdin));
  if (request.timeoutMs !== undefined) lines.push(line('timeout', milliseconds(request.timeoutMs)));
  if (request.graceMs !== undefined) lines.push(line('grace', milliseconds(request.graceMs)));
  return `${lines.join('\n')}\nrun ${id}\n`;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what the protocol cannot carry raw
const RESERVED = /[%\x00-\x1f\x7f]/g;

function line(verb: string, value: string): string {
  if (value.includes('\0')) {
    throw new AssayError('input', `a NUL character in ${JSON.stringify(value)}`, {
      hint: 'arguments, variables and paths cannot hold one; remove it',
    });
  }
  const encode = (character: string): string =>
    `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
  return `${verb} ${value.replace(RESERVED, encode)}`;
}

function variable([name, value]: [string, string]): string {
  if (name === '' || name.includes('=')) {
    throw new AssayError('input', `${JSON.stringify(name)} cannot name an environment variable`, {
      hint: 'a name is not empty and has no = in it',
    });
  }
  return line('env', `${name}=${value}`);
}

function output(verb: string, to: Output | { readonly kind: 'stdout' }): string {
  if (to.kind !== 'file') return line(verb, to.kind);
  return line(verb, `${to.append ? 'append' : 'file'} ${to.path}`);
}

/** Rounded up, so that a positive limit never becomes 0, which means none. */
function milliseconds(value: number): string {
  return String(Math.ceil(value));
}

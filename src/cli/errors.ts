import { AssayError, exitCodeOf } from '../core/error.ts';
import type { Context } from './context.ts';
import { painter } from './terminal/paint.ts';

/** Tells a person (or, with `--json`, a script) what went wrong and what to do next. */
export function reportError(
  context: Pick<Context, 'stdout' | 'stderr' | 'exit' | 'json' | 'color' | 'signal'>,
  error: unknown,
): void {
  const known =
    interruption(context.signal, error) ?? (error instanceof AssayError ? error : unexpected(error));
  if (context.json) {
    const { code, message, hint = null } = known;
    context.stdout(`${JSON.stringify({ schema: 'assay.error/1', code, message, hint }, null, 2)}\n`);
  }
  if (known.code !== 'interrupted' || known.message !== 'interrupted') {
    const paint = painter(context.color);
    context.stderr(`${paint('red', 'error:')} ${known.message}\n`);
    if (known.hint) context.stderr(`${paint('cyan', ' hint:')} ${known.hint}\n`);
  }
  context.exit(exitCodeOf(known.code));
}

/** After Ctrl-C whatever fails, fails of it: git and other tools in the terminal get the signal as well. */
function interruption(signal: AbortSignal, error: unknown): AssayError | null {
  if (!signal.aborted || (error instanceof AssayError && error.code === 'interrupted')) return null;
  return new AssayError('interrupted', 'interrupted', { cause: error });
}

function unexpected(error: unknown): AssayError {
  const { name, code, message, stack } = error as NodeJS.ErrnoException;
  if (name === 'AbortError') return new AssayError('interrupted', 'interrupted', { cause: error });
  if (code === 'ENOSPC') {
    return new AssayError('infrastructure', 'the disk is full', {
      hint: 'free some space; samples already taken are safe',
      cause: error,
    });
  }
  if (code?.startsWith('E') && message) return new AssayError('infrastructure', message, { cause: error });
  return new AssayError('infrastructure', `unexpected: ${stack ?? String(error)}`, {
    hint: 'this is a defect of Assay: please report it with the command you ran',
    cause: error,
  });
}

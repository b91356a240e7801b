/**
 * The one error type. `code` decides the exit code; `message` names the offending input (file, line, key,
 * flag); `hint` is the next step for the person reading it. Nobody parses messages.
 */
export type ErrorCode =
  /** A wrong flag, argument, configuration or file: exit 2. */
  | 'usage'
  | 'config'
  | 'input'
  /** The evidence needed is missing: exit 3. */
  | 'inconclusive'
  /** A tool is missing, a build failed, the disk is full, the store cannot be read: exit 4. */
  | 'infrastructure'
  | 'store'
  /** Stopped by a signal: exit 130. */
  | 'interrupted';

export class AssayError extends Error {
  readonly code: ErrorCode;
  readonly hint: string | undefined;

  constructor(code: ErrorCode, message: string, options: { hint?: string; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'AssayError';
    this.code = code;
    this.hint = options.hint;
  }
}

/** Exit codes users script against: see docs/reference/exit-codes.md. */
export const EXIT = {
  pass: 0,
  regression: 1,
  usage: 2,
  inconclusive: 3,
  infrastructure: 4,
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

export function exitCodeOf(code: ErrorCode): ExitCode {
  switch (code) {
    case 'usage':
    case 'config':
    case 'input':
      return EXIT.usage;
    case 'inconclusive':
      return EXIT.inconclusive;
    case 'infrastructure':
    case 'store':
      return EXIT.infrastructure;
    case 'interrupted':
      return EXIT.interrupted;
  }
}

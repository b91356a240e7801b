/** A program whose version is asked. */
export interface Tool {
  readonly command: string;
  readonly args: readonly string[];
}

/** Compilers, linkers, libraries and language runtimes: what decides the code that is measured. */
export const COMPILERS = {
  cc: { command: 'cc', args: ['--version'] },
  'c++': { command: 'c++', args: ['--version'] },
  gcc: { command: 'gcc', args: ['--version'] },
  clang: { command: 'clang', args: ['--version'] },
  ld: { command: 'ld', args: ['--version'] },
  libc: { command: 'getconf', args: ['GNU_LIBC_VERSION'] },
  rustc: { command: 'rustc', args: ['--version'] },
  go: { command: 'go', args: ['version'] },
  java: { command: 'java', args: ['-version'] },
  node: { command: 'node', args: ['--version'] },
  deno: { command: 'deno', args: ['--version'] },
  bun: { command: 'bun', args: ['--version'] },
  python3: { command: 'python3', args: ['--version'] },
  ruby: { command: 'ruby', args: ['--version'] },
  perl: { command: 'perl', args: ['-e', 'print $^V'] },
  php: { command: 'php', args: ['--version'] },
  dotnet: { command: 'dotnet', args: ['--version'] },
  ghc: { command: 'ghc', args: ['--version'] },
  zig: { command: 'zig', args: ['version'] },
} as const satisfies Record<string, Tool>;

/** What calls the compilers: recorded, as it can change how they are called. */
export const BUILDERS = {
  make: { command: 'make', args: ['--version'] },
  cmake: { command: 'cmake', args: ['--version'] },
  ninja: { command: 'ninja', args: ['--version'] },
  cargo: { command: 'cargo', args: ['--version'] },
  git: { command: 'git', args: ['--version'] },
} as const satisfies Record<string, Tool>;

export type CompilerName = keyof typeof COMPILERS;
export type BuilderName = keyof typeof BUILDERS;

/** A program whose version is asked. */
export interface Tool {
  readonly command: string;
  readonly args: readonly string[];
}

/** A program that decides what code is measured, and how it shows that a project uses it. */
export interface Compiler extends Tool {
  /**
   * Files whose presence means that the project uses it, a leading `*` standing for any beginning; besides
   * them its name in a build file does. `always`: every program is linked and loaded by it.
   */
  readonly markers: readonly string[] | 'always';
}

/** Compilers, linkers, libraries and language runtimes. */
export const COMPILERS = {
  cc: { command: 'cc', args: ['--version'], markers: 'always' },
  'c++': { command: 'c++', args: ['--version'], markers: 'always' },
  gcc: { command: 'gcc', args: ['--version'], markers: [] },
  clang: { command: 'clang', args: ['--version'], markers: [] },
  ld: { command: 'ld', args: ['--version'], markers: 'always' },
  libc: { command: 'getconf', args: ['GNU_LIBC_VERSION'], markers: 'always' },
  rustc: { command: 'rustc', args: ['--version'], markers: ['Cargo.toml'] },
  go: { command: 'go', args: ['version'], markers: ['go.mod'] },
  java: { command: 'java', args: ['-version'], markers: ['pom.xml', 'build.gradle', 'build.gradle.kts'] },
  node: { command: 'node', args: ['--version'], markers: ['package.json'] },
  deno: { command: 'deno', args: ['--version'], markers: ['deno.json', 'deno.jsonc'] },
  bun: { command: 'bun', args: ['--version'], markers: ['bun.lock', 'bun.lockb'] },
  python3: {
    command: 'python3',
    args: ['--version'],
    markers: ['pyproject.toml', 'setup.py', 'requirements.txt'],
  },
  ruby: { command: 'ruby', args: ['--version'], markers: ['Gemfile'] },
  perl: { command: 'perl', args: ['-e', 'print $^V'], markers: ['cpanfile', 'Makefile.PL'] },
  php: { command: 'php', args: ['--version'], markers: ['composer.json'] },
  dotnet: { command: 'dotnet', args: ['--version'], markers: ['global.json', '*.sln', '*.csproj'] },
  ghc: { command: 'ghc', args: ['--version'], markers: ['*.cabal', 'stack.yaml'] },
  zig: { command: 'zig', args: ['version'], markers: ['build.zig'] },
} as const satisfies Record<string, Compiler>;

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

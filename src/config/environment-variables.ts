/** A variable of the process environment that Assay itself reads. */
export interface EnvironmentVariable {
  readonly name: string;
  /** What it does, as a sentence. */
  readonly meaning: string;
  /** What holds when it is not set, in words. */
  readonly default: string;
  readonly secret: boolean;
}

/** All of them. A test fails when the code reads one that is not listed here. */
export const ENVIRONMENT_VARIABLES: readonly EnvironmentVariable[] = [
  {
    name: 'NO_COLOR',
    meaning: 'With any value but an empty one, output has no colours.',
    default: 'colours on a terminal',
    secret: false,
  },
  {
    name: 'FORCE_COLOR',
    meaning: 'With `1` or more, output has colours even when it is no terminal.',
    default: 'colours on a terminal',
    secret: false,
  },
  {
    name: 'CI',
    meaning:
      'When set, progress is printed line by line instead of being redrawn. Unless it is `false` or `0`, the context that chooses the environment is `ci`.',
    default: 'redrawn on a terminal; the context is `local`',
    secret: false,
  },
  {
    name: 'ASSAY_CONTEXT',
    meaning:
      'The context that chooses the environment: `local`, `ci`, `production` or `release`. `--context` wins.',
    default: '`release` where two tags are compared, `ci` where `CI` is set, else `local`',
    secret: false,
  },
  {
    name: 'TERM',
    meaning: 'With `dumb`, progress is printed line by line instead of being redrawn.',
    default: 'redrawn on a terminal',
    secret: false,
  },
  {
    name: 'XDG_CACHE_HOME',
    meaning:
      'The folder under which Assay keeps what it can make again: the compiled sampler, the compile cache.',
    default: '`$HOME/.cache`',
    secret: false,
  },
  {
    name: 'HOME',
    meaning: 'The home folder, which holds the cache folder unless `XDG_CACHE_HOME` is set.',
    default: '`/tmp`',
    secret: false,
  },
  {
    name: 'NODE_COMPILE_CACHE',
    meaning: 'The folder in which Node keeps compiled code, so that Assay starts sooner.',
    default: '`assay/compile` in the cache folder',
    secret: false,
  },
  {
    name: 'ASSAY_COMPILE_CACHE',
    meaning:
      'Set by the launcher alone: tells Assay that `NODE_COMPILE_CACHE` is its own, and not for what it measures.',
    default: 'not set',
    secret: false,
  },
  {
    name: 'ASSAY_QUEUE',
    meaning:
      'Runs take turns with those that have the same value here. Only for parts of a machine that do not disturb each other.',
    default: '`machine`: all runs on this machine take turns',
    secret: false,
  },
  {
    name: 'PATH',
    meaning: 'Where git, the compiler and the programs of commands are looked for.',
    default: "the system's own search path",
    secret: false,
  },
  {
    name: 'DOCKER_HOST',
    meaning: 'The socket of the container engine, where an environment names none: `unix:///path`.',
    default: "Docker's socket, else Podman's",
    secret: false,
  },
  {
    name: 'XDG_RUNTIME_DIR',
    meaning:
      "Where Podman's socket of a user is looked for, and a folder in memory for secrets of containers.",
    default: "the system's socket, and `/dev/shm`",
    secret: false,
  },
  {
    name: 'CC',
    meaning: 'The C compiler that builds the sampler; the compiler named here belongs to the environment.',
    default: '`cc`',
    secret: false,
  },
  {
    name: 'CXX',
    meaning: 'The C++ compiler named here belongs to the environment.',
    default: '`c++`',
    secret: false,
  },
];

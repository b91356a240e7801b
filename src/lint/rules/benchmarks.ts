import { DEFAULTS } from '../../config/defaults.ts';
import { planOf } from '../../config/plan-of.ts';
import type { Rule } from '../rule.ts';
import { commandsOf, lineOf } from '../shell.ts';

export const SHELL_NEEDLESS: Rule = {
  id: 'shell-needless',
  severity: 'note',
  title: 'A command that needs no shell is a list.',
  why: 'A line is run by /bin/sh, whose own start is in every sample, and hides changes of short commands.',
  source: { name: 'hyperfine, --shell=none', url: 'https://github.com/sharkdp/hyperfine#intermediate-shell' },
  fix: 'write it as a list: [program, argument]',
  project: ({ config: { file }, at }) =>
    Object.entries(file.benchmarks).flatMap(([name, { command }]) =>
      command.kind === 'shell' && isPlain(command.line)
        ? [
            {
              at: at(['benchmarks', name, 'command']),
              message: `${name} is run by a shell, and uses nothing of it`,
              fix: `command: [${command.line.trim().split(/\s+/).join(', ')}]`,
            },
          ]
        : [],
    ),
};

/** Words only: nothing that a shell would expand, join or redirect, and no command that only a shell has. */
function isPlain(line: string): boolean {
  const text = line.trim();
  return (
    /^[\w@%+:,./{} -][\w@%+=:,./{} -]*$/.test(text) &&
    !/^\S*=|^(?:\.|:|alias|cd|command|eval|exec|exit|export|read|set|source|time|trap|type|ulimit|umask|unset|wait)(?: |$)/.test(
      text,
    )
  );
}

export const SAMPLES_TOO_FEW: Rule = {
  id: 'samples-too-few',
  severity: 'warning',
  title: 'There may be enough samples for a verdict.',
  why: 'n pairs can show a chance of error of 2 · 2⁻ⁿ at best, when all of them agree. With fewer than the false-alarm budget needs, every comparison ends inconclusive, whatever is measured.',
  source: {
    name: 'Wilcoxon, Individual comparisons by ranking methods (1945)',
    url: 'https://doi.org/10.2307/3001968',
  },
  fix: 'raise samples, or leave it out and give a time',
  project: ({ config, at }) =>
    planOf(config).benchmarks.flatMap(({ name, samples, cases }) => {
      const budget = config.file['false-alarm-budget'] ?? DEFAULTS.falseAlarmBudget;
      const fewest = fewestSamples(budget / cases.length);
      if (samples === null || samples.max >= fewest) return [];
      const own = config.has(['benchmarks', name, 'samples']);
      return [
        {
          at: at(own ? ['benchmarks', name, 'samples'] : ['defaults', 'samples']),
          message: `${name} takes at most ${samples.max}; for a verdict it needs ${fewest} or more`,
        },
      ];
    }),
};

/** The smallest n with 2 · 2⁻ⁿ ≤ alpha: the least two-sided p-value of the signed-rank test of n pairs. */
export function fewestSamples(alpha: number): number {
  return Math.ceil(1 - Math.log2(alpha));
}

export const WARM_UP_MISSING: Rule = {
  id: 'warm-up-missing',
  severity: 'note',
  title: 'Commands are warmed up before they are sampled.',
  why: 'The first executions fill caches and write compiled code. They measure the machine before it was used, which is seldom the question.',
  source: {
    name: 'Georges, Buytaert, Eeckhout, Statistically rigorous Java performance evaluation (2007)',
    url: 'https://doi.org/10.1145/1297027.1297033',
  },
  fix: 'leave warmup out; to measure cold starts, empty the caches in prepare',
  project: ({ config, at }) =>
    planOf(config).benchmarks.flatMap(({ name, warmup, cases }) => {
      // A preparation before every execution makes them alike: a cold start that is meant.
      if (warmup > 0 || cases.every(({ prepare }) => prepare !== null)) return [];
      const own = config.has(['benchmarks', name, 'warmup']);
      return [
        {
          at: at(own ? ['benchmarks', name, 'warmup'] : ['defaults', 'warmup']),
          message: `${name} is sampled from its first execution on`,
        },
      ];
    }),
};

const FETCHES =
  /^(?:curl|wget)\b|^git (?:clone|fetch|pull)\b|^npm (?:install|i|ci)\b|^(?:pip3?|python3? -m pip) install\b|^(?:apt|apt-get) (?:-\S+ )*(?:install|update)\b|^(?:docker|podman) pull\b|^go (?:get|install)\b|^cargo (?:install|fetch)\b/;
const HERE = /\b(?:localhost|127(?:\.\d+){3})\b|\[::1\]|--unix-socket|\bfile:\/\/|--offline/;

export const NETWORK_WHILE_MEASURED: Rule = {
  id: 'network-while-measured',
  severity: 'warning',
  title: 'A measured command fetches nothing from the network.',
  why: 'The times of servers and lines elsewhere are in every sample, and move more than the program does.',
  source: {
    name: 'Bazel, Hermeticity',
    url: 'https://bazel.build/basics/hermeticity',
  },
  fix: 'fetch it in build or setup, and measure what follows',
  project: ({ config: { file }, at }) =>
    Object.entries(file.benchmarks).flatMap(([name, { command }]) => {
      const line = lineOf(command);
      const fetching = commandsOf(line)
        .map((words) => words.join(' '))
        .find((each) => FETCHES.test(each));
      return fetching === undefined || HERE.test(line)
        ? []
        : [
            {
              at: at(['benchmarks', name, 'command']),
              message: `${name} runs ${FETCHES.exec(fetching)![0]}`,
            },
          ];
    }),
};

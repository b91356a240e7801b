import type { CommandSpec } from '../../config/plan.ts';
import type { Path } from '../../config/problem.ts';
import type { ProjectFile } from '../project-file.ts';
import type { Rule } from '../rule.ts';
import { commandsOf, lineOf, runsDownload, runsOf } from '../shell.ts';

export const DOWNLOAD_UNCHECKED: Rule = {
  id: 'download-unchecked',
  severity: 'warning',
  title: 'What ADD downloads is checked.',
  why: 'What a server gives under an address may change without a word, by intent or not; the image changes with it.',
  source: {
    name: 'Dockerfile reference, ADD --checksum',
    url: 'https://docs.docker.com/reference/dockerfile/#add---checksum',
  },
  fix: 'ADD --checksum=sha256:… URL /path, or for git a commit behind #',
  dockerfile: ({ instructions }) =>
    instructions.flatMap(({ keyword, text, flags, at }) => {
      const [url] = /\bhttps?:\/\/\S+|\bgit@\S+/.exec(keyword === 'ADD' ? text : '') ?? [];
      const fixed = url === undefined || flags.has('checksum') || /#[0-9a-f]{40}\b/.test(url);
      return fixed ? [] : [{ at, message: `${url} is added unchecked` }];
    }),
};

export const SCRIPT_FROM_NETWORK: Rule = {
  id: 'script-from-network',
  severity: 'warning',
  title: 'No build runs a script straight from the network.',
  why: 'What is run is whatever the server gives at that moment: it cannot be repeated, and nobody has read it. When the download breaks off, half of it is run.',
  source: {
    name: 'OWASP, CI/CD Security Cheat Sheet',
    url: 'https://cheatsheetseries.owasp.org/cheatsheets/CI_CD_Security_Cheat_Sheet.html',
  },
  fix: 'download a named version, check its digest, then run it; or install a package',
  dockerfile: ({ instructions }) =>
    runsOf(instructions).flatMap(({ text, at }) => (runsDownload(text) ? [{ at, message: SCRIPT }] : [])),
  project: (project) =>
    buildsOf(project).flatMap(({ command, path }) =>
      runsDownload(lineOf(command)) ? [{ at: project.at(path), message: SCRIPT }] : [],
    ),
};

const SCRIPT = 'a download is run as it comes';

export const SOURCE_UNPINNED: Rule = {
  id: 'source-unpinned',
  severity: 'warning',
  title: 'Builds take sources of others at a named commit.',
  why: 'A branch is another program tomorrow: a measurement of this commit would not be of this commit alone.',
  source: {
    name: 'Reproducible Builds, Definition',
    url: 'https://reproducible-builds.org/docs/definition/',
  },
  fix: 'git clone, then git checkout COMMIT; or a submodule, which names one',
  dockerfile: ({ instructions }) =>
    runsOf(instructions).flatMap(({ text, at }) => unpinned(text).map((message) => ({ at, message }))),
  project: (project) =>
    buildsOf(project).flatMap(({ command, path }) =>
      unpinned(lineOf(command)).map((message) => ({ at: project.at(path), message })),
    ),
};

/** A branch or tag that is named, or a commit that is checked out afterwards, is an answer. */
function unpinned(line: string): string[] {
  const commands = commandsOf(line).map((words) => words.join(' '));
  const settles = commands.some((command) => /^git (?:-\S+ \S+ )*(?:checkout|reset|switch)\b/.test(command));
  return commands.flatMap((command) => {
    if (/^git (?:-\S+ \S+ )*pull\b/.test(command)) return ['git pull takes what the branch is now'];
    const clones = /^git (?:-\S+ \S+ )*clone\b/.test(command);
    const named = settles || / (?:--branch|-b|--revision)[ =]/.test(command);
    return clones && !named ? ['git clone takes what the default branch is now'] : [];
  });
}

interface Build {
  readonly command: CommandSpec;
  readonly path: Path;
}

function buildsOf({ config: { file } }: ProjectFile): Build[] {
  const shared = file.build ? [{ command: file.build.command, path: ['build'] }] : [];
  const own = Object.entries(file.benchmarks).flatMap(([name, { build }]) =>
    build ? [{ command: build.command, path: ['benchmarks', name, 'build'] }] : [],
  );
  return [...shared, ...own];
}

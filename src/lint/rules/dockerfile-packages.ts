import type { Instruction } from '../instruction.ts';
import type { Rule } from '../rule.ts';
import { commandsOf, runsOf } from '../shell.ts';

export const PACKAGES_UNPINNED: Rule = {
  id: 'packages-unpinned',
  severity: 'note',
  title: 'Packages of an image are installed in a named version.',
  why: 'The same Dockerfile gives other compilers and libraries when it is built again, and with them other times.',
  source: { name: 'hadolint, DL3008', url: 'https://github.com/hadolint/hadolint/wiki/DL3008' },
  fix: 'name versions (apt-get install gcc=4:12.2.0-3, pip install -r with hashes), or install from a snapshot of the archive',
  dockerfile: ({ instructions }) => runsOf(instructions).flatMap(unpinned),
};

export const PACKAGES_UPGRADED: Rule = {
  id: 'packages-upgraded',
  severity: 'warning',
  title: 'Building an image upgrades nothing.',
  why: 'What an upgrade installs depends on the day of the build: two builds of one commit are two programs. A newer base image brings the same fixes, and says so.',
  source: {
    name: 'Docker, Building best practices: Rebuild your images often',
    url: 'https://docs.docker.com/build/building/best-practices/#rebuild-your-images-often',
  },
  fix: 'take a newer version of the base image',
  dockerfile: ({ instructions }) =>
    runsOf(instructions).flatMap(({ text, at }) =>
      commandsOf(text).flatMap((words) => {
        const what =
          /^(?:apt|apt-get) (?:-\S+ )*(?:upgrade|dist-upgrade|full-upgrade)\b|^apk (?:-\S+ )*upgrade\b|^(?:yum|dnf|microdnf) (?:-\S+ )*(?:update|upgrade)\b/.exec(
            words.join(' '),
          );
        return what === null
          ? []
          : [{ at, message: `${what[0]} installs what is newest on the day of the build` }];
      }),
    ),
};

interface Installer {
  readonly begins: RegExp;
  /** Whether a word names a version. */
  readonly pinned: RegExp;
}

/** Commands that install packages by name, with how each writes a version. */
const INSTALLERS: readonly Installer[] = [
  { begins: /^(?:apt|apt-get) (?:-\S+ )*install /, pinned: /=|\.deb$/ },
  { begins: /^apk (?:-\S+ )*add /, pinned: /=|^\.|\.apk$/ },
  { begins: /^(?:pip3?|python3? -m pip) (?:-\S+ )*install /, pinned: /==|@|\.whl$|^\.|\// },
  { begins: /^npm (?:-\S+ )*(?:install|i|add) /, pinned: /.@[\d^~]|^\.|\// },
  { begins: /^gem (?:-\S+ )*install /, pinned: /:\d/ },
];

/** Flags that are followed by a value of their own. */
const WITH_VALUE =
  /^(?:-[tocrve]|--(?:target-release|option|requirement|constraint|version|virtual|repository|index-url|extra-index-url|prefix))$/;

function unpinned({ text, at }: Instruction) {
  return commandsOf(text).flatMap((words) => {
    const line = words.join(' ');
    const installer = INSTALLERS.find(({ begins }) => begins.test(line));
    if (installer === undefined) return [];
    if (/ (?:--version|-v) /.test(line)) return [];
    const rest = line.replace(installer.begins, '').split(' ');
    const loose = rest.filter(
      (word, index) =>
        !word.startsWith('-') &&
        !WITH_VALUE.test(rest[index - 1] ?? '') &&
        !/^$|\$/.test(word) &&
        !installer.pinned.test(word),
    );
    return loose.length === 0 ? [] : [{ at, message: `no version of ${some(loose)} is named` }];
  });
}

/** The first few of many. */
function some(names: readonly string[]): string {
  return names.length > 4 ? `${names.slice(0, 3).join(', ')} and ${names.length - 3} more` : names.join(', ');
}

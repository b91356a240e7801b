import { Command, type Option } from 'commander';
import { AssayError } from '../core/error.ts';
import type { Context } from './context.ts';

const SHELLS = ['bash', 'zsh', 'fish'] as const;

export function completionCommand(context: Context): Command {
  return new Command('completion')
    .summary('print a completion script for a shell')
    .description(
      'Prints a completion script.\n\n' +
        '  bash:  assay completion bash > ~/.local/share/bash-completion/completions/assay\n' +
        '  zsh:   assay completion zsh > ~/.zfunc/_assay   (with ~/.zfunc in fpath)\n' +
        '  fish:  assay completion fish > ~/.config/fish/completions/assay.fish',
    )
    .argument('<shell>', SHELLS.join(', '))
    .action((shell: string, _flags: object, command: Command) => {
      const tree = describe(command.parent!);
      switch (shell) {
        case 'bash':
          return context.stdout(bash(tree));
        case 'zsh':
          return context.stdout(zsh(tree));
        case 'fish':
          return context.stdout(fish(tree));
        default:
          throw new AssayError('usage', `there is no completion for ${shell}`, {
            hint: `choose one of ${SHELLS.join(', ')}`,
          });
      }
    });
}

interface Word {
  readonly name: string;
  readonly summary: string;
}

/** One command with what may follow it. `path` is empty for the program itself. */
interface Level {
  readonly path: readonly string[];
  readonly commands: readonly Word[];
  readonly options: readonly Word[];
}

function describe(program: Command): Level[] {
  const shared = program.options.map(optionWord);
  const level = (command: Command, path: readonly string[]): Level[] => [
    {
      path,
      commands: command.commands.map((each) => ({
        name: each.name(),
        summary: each.summary() || (each.description().split('\n')[0] ?? ''),
      })),
      options: [
        ...(path.length === 0 ? [] : command.options.map(optionWord)),
        ...shared,
        { name: '--help', summary: 'explain a command' },
      ],
    },
    ...command.commands.flatMap((each) => level(each, [...path, each.name()])),
  ];
  return level(program, []);
}

function optionWord(option: Option): Word {
  return { name: option.long ?? option.flags, summary: option.description };
}

/** Branches of a `case` over the path so far and the next word, for bash and zsh: each leads one level down. */
function descents(levels: readonly Level[]): string {
  return levels
    .filter(({ path }) => path.length > 0)
    .map(({ path }) => `      '${path.slice(0, -1).join(' ')} ${path.at(-1)}') path='${path.join(' ')}' ;;`)
    .join('\n');
}

function bash(levels: readonly Level[]): string {
  const cases = levels.map(({ path, commands, options }) => {
    const words = [...commands, ...options].map(({ name }) => name).join(' ');
    return `    '${path.join(' ')}') words='${words}' ;;`;
  });
  return `# bash completion for assay
_assay() {
  local current=\${COMP_WORDS[COMP_CWORD]} path='' word words=''
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "$path $word" in
${descents(levels)}
    esac
  done
  case "$path" in
${cases.join('\n')}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
  if [ \${#COMPREPLY[@]} -eq 0 ]; then COMPREPLY=($(compgen -f -- "$current")); fi
}
complete -o filenames -F _assay assay
`;
}

function zsh(levels: readonly Level[]): string {
  const quoted = ({ name, summary }: Word): string => `'${`${name}:${summary}`.replaceAll("'", "'\\''")}'`;
  return `#compdef assay
_assay() {
  local -a items
  local path='' word
  for word in "\${(@)words[2,CURRENT-1]}"; do
    case "$path $word" in
${descents(levels)}
    esac
  done
  case "$path" in
${levels.map(({ path, commands, options }) => `    '${path.join(' ')}') items=(${[...commands, ...options].map(quoted).join(' ')}) ;;`).join('\n')}
  esac
  _describe 'assay' items || _files
}
_assay "$@"
`;
}

function fish(levels: readonly Level[]): string {
  const quoted = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
  const lines = levels.flatMap(({ path, commands, options }) => {
    const seen = path.map((word) => `__fish_seen_subcommand_from ${word}`);
    const top = path.length === 0 ? ['__fish_use_subcommand'] : seen;
    const condition = quoted(top.join('; and '));
    return [
      ...commands.map(
        ({ name, summary }) => `complete -c assay -n ${condition} -f -a ${name} -d ${quoted(summary)}`,
      ),
      ...(path.length === 0
        ? []
        : options.map(
            ({ name, summary }) =>
              `complete -c assay -n ${condition} -l ${name.replace(/^--/, '')} -d ${quoted(summary)}`,
          )),
    ];
  });
  return `# fish completion for assay\n${lines.join('\n')}\n`;
}

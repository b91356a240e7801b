import { Command, CommanderError } from 'commander';
import { EXIT } from '../core/error.ts';
import { VERSION } from '../core/version.ts';
import { COMMANDS } from './commands.ts';
import type { Context } from './context.ts';
import { reportError } from './errors.ts';
import { explain } from './manual.ts';
import { type GlobalOptions, processContext } from './process-context.ts';

/** Runs one command line and sets the exit code of the process. */
export async function runCli(args: readonly string[]): Promise<void> {
  const options = new Command();
  const context = processContext(() => options.opts<GlobalOptions>());
  try {
    const program = await buildProgram(options, context, args);
    await program.parseAsync(args, { from: 'user' });
  } catch (error) {
    // Help and version end by an exception of exit code 0.
    if (error instanceof CommanderError) context.exit(error.exitCode === 0 ? EXIT.pass : EXIT.usage);
    else reportError(context, error);
  }
}

/** The program with the one command that `args` names, or with all of them when help or a name is asked for. */
export async function buildProgram(
  program: Command,
  context: Context,
  args: readonly string[],
): Promise<Command> {
  program
    .name('assay')
    .description('Decides whether a release is good, from evidence it measured itself.')
    .version(VERSION, '-V, --version', 'print the version')
    .option('-C, --directory <dir>', 'work in this directory')
    .option('--config <file>', 'use this configuration instead of the nearest assay.yaml')
    .option('--db <file>', 'use this database instead of .assay/assay.db')
    .option('--json', 'print the result as JSON; its schema is in docs/reference')
    .option('--no-color', 'print without colours')
    .helpOption('-h, --help', 'explain a command')
    .helpCommand('help [command]', 'explain a command')
    .configureHelp({ showGlobalOptions: true })
    .showSuggestionAfterError()
    .exitOverride()
    .addHelpText('after', EXIT_HELP);
  const named = args.find((argument) => Object.hasOwn(COMMANDS, argument));
  // Completion describes its siblings, so it needs them all.
  const alone =
    named !== undefined &&
    named !== 'completion' &&
    args.indexOf(named) === args.findIndex((argument) => !argument.startsWith('-'));
  for (const name of alone ? [named] : Object.keys(COMMANDS)) {
    const command = inherit(await COMMANDS[name]!(context));
    explain(command);
    program.addCommand(command);
  }
  return program;
}

/** Errors and help of subcommands end like the program's own. */
function inherit(command: Command): Command {
  command.exitOverride().showSuggestionAfterError().configureHelp({ showGlobalOptions: true });
  for (const inner of command.commands) inherit(inner);
  return command;
}

const EXIT_HELP = `
Exit codes: 0 pass, 1 regression or gate failed, 2 usage or invalid input, 3 inconclusive,
4 infrastructure (a tool is missing, a build failed), 130 interrupted.

Start here: assay init, then assay run, then assay compare.`;

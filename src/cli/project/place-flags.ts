import { type Command, Option } from 'commander';
import { CONTEXTS, type ContextName, MODES, type Mode } from '../../config/execution.ts';

/** Flags that choose where to measure, as commander gives them. */
export interface PlaceFlags {
  readonly env?: string;
  readonly mode?: Mode;
  readonly context?: ContextName;
}

export function withPlaceFlags(command: Command): Command {
  return command
    .option('--env <name>', 'measure in this environment of assay.yaml; `host` is always one')
    .addOption(
      new Option('--mode <how>', 'measure on the host, in a container, or as the context has it').choices(
        MODES,
      ),
    )
    .addOption(
      new Option('--context <name>', 'the context that decides, instead of the one found').choices(CONTEXTS),
    );
}

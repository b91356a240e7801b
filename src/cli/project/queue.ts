import type { Command } from 'commander';
import { AssayError } from '../../core/error.ts';
import type { Warning } from '../../core/warning.ts';
import { RUN_VARIABLE } from '../../measure/command-environment.ts';
import { type Ahead, aheadText, takeTurn } from '../../platform/turn/turn.ts';
import type { Context } from '../context.ts';

/** Flags of commands that measure, as commander gives them. */
export interface TurnFlags {
  /** `false`: rather fail than wait for others to end. */
  readonly wait: boolean;
  readonly shareMachine?: boolean;
}

export function withTurnFlags(command: Command): Command {
  return command
    .option('--no-wait', 'fail at once when another run is measured on this machine')
    .option('--share-machine', 'measure while others do; samples may be disturbed, and are marked so');
}

/** The queue of this machine's measuring processes, as one command of ours stands in it. */
export interface MachineQueue {
  /** Others may measure at the same time, because the user said so. */
  readonly shared: boolean;
  /** Waits for the turn and acts; inside of another `inTurn` it is that one's. */
  inTurn<T>(action: () => Promise<T>): Promise<T>;
}

/** What is told of measurements that were taken out of turn. */
export const SHARED_MACHINE: Warning = {
  kind: 'shared-machine',
  message: 'measured without a turn of its own: other runs may have been measured at the same time',
  hint: 'leave --share-machine out, so that runs on this machine wait for each other',
};

/** Of all who are not told otherwise. */
const QUEUE = 'machine';

/**
 * The run whose command we are, if we are: then its turn is ours, and waiting for it to end would never end.
 * Read now, because our own run will be there later.
 */
const OUTER_RUN = process.env[RUN_VARIABLE];

/** @param command as those behind us shall read it: `compare` */
export function machineQueue(
  context: Context,
  { command, project, flags }: { command: string; project: string; flags: TurnFlags },
): MachineQueue {
  const shared = flags.shareMachine ?? false;
  const free = shared || OUTER_RUN !== undefined;
  let ours = false;
  let said = '';
  const onWait = (ahead: Ahead): void => {
    const text = `waiting for the machine: ${aheadText(ahead)}\n`;
    if (text !== said) context.stderr(text);
    said = text;
  };
  return {
    shared,
    async inTurn(action) {
      if (free || ours) return action();
      using _turn = await takeTurn({
        ...{ queue: queueName(process.env.ASSAY_QUEUE), command, project },
        ...{ signal: context.signal, wait: flags.wait, onWait },
      });
      ours = true;
      try {
        return await action();
      } finally {
        ours = false;
      }
    },
  };
}

function queueName(name: string | undefined): string {
  if (name === undefined || name === '') return QUEUE;
  if (/^[\w.-]{1,40}$/.test(name)) return name;
  throw new AssayError('usage', `ASSAY_QUEUE is ${JSON.stringify(name)}, which cannot name a queue`, {
    hint: 'up to 40 letters, digits, dots, dashes and underscores; unset it to queue with all others here',
  });
}

import type { EngineClient } from './client.ts';
import { isRefusal } from './client.ts';
import type { ContainerState } from './engine.ts';
import type { Watch } from './watch.ts';

/** From the engine while it knows the container, and from what was seen of it afterwards. */
export async function stateOf(client: EngineClient, id: string, watch: Watch): Promise<ContainerState> {
  const { oomKilled, exitCode, killed } = watch.seen;
  try {
    const { State } = await client.docker.getContainer(id).inspect();
    return {
      status: State.Running ? 'running' : killed ? 'removed' : 'exited',
      oomKilled: oomKilled || State.OOMKilled,
      exitCode: State.Running ? null : State.ExitCode,
      error: State.Error,
    };
  } catch (error) {
    // Podman answers with a server error where it is just being removed.
    if (!isRefusal(error)) {
      return { status: 'engine-gone', oomKilled, exitCode, error: (error as Error).message };
    }
    return { status: killed || exitCode === null ? 'removed' : 'exited', oomKilled, exitCode, error: '' };
  }
}

/** Completes “the sampler in container X …”. */
export function describeState(state: ContainerState): string {
  const error = state.error === '' ? '' : `: ${state.error}`;
  switch (state.status) {
    case 'running':
      return `does not answer, though its container runs${error}`;
    case 'engine-gone':
      return `is lost: the container engine does not answer${error}`;
    case 'removed':
      return `was ended by someone else who stopped or removed the container${error}`;
    case 'exited':
      if (state.oomKilled) return 'was ended by the kernel: the container was out of memory';
      return `${exitText(state.exitCode)}${error}`;
  }
}

/** A first process that a signal ended exits with 128 more than its number. */
function exitText(code: number | null): string {
  if (code === null) return 'ended';
  return code > 128
    ? `was ended by signal ${code - 128} from outside of the container`
    : `exited with ${code}`;
}

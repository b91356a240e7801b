import type { Choice } from '../../config/choose-place.ts';
import { suggestion } from '../../config/nearest.ts';
import type { PlannedEnvironment } from '../../config/plan.ts';
import { excerpt } from '../../config/problem.ts';
import { AssayError } from '../../core/error.ts';

/**
 * The two environments to measure, first the one to compare with: those named, or plain processes and
 * `execution.container`, or else the only container. One name is compared with plain processes. Twice the same is a check of the method itself.
 */
export function chosenEnvironments(
  { environments: known, execution }: Choice,
  names: readonly string[],
): [PlannedEnvironment, PlannedEnvironment] {
  const find = (name: string): PlannedEnvironment => {
    const found = known.get(name);
    if (found) return found;
    throw new AssayError(
      'usage',
      `there is no environment ${excerpt(name)}${suggestion(name, [...known.keys()])}`,
      {
        hint: `assay.yaml has: ${[...known.keys()].join(', ')}`,
      },
    );
  };
  switch (names.length) {
    case 0:
      return [find('host'), execution.container ? find(execution.container) : onlyContainer(known)];
    case 1:
      return [find('host'), find(names[0]!)];
    case 2:
      return [find(names[0]!), find(names[1]!)];
    default:
      throw new AssayError('usage', `--env was given ${names.length} times`, {
        hint: 'a calibration is of two environments: assay calibrate --env A --env B',
      });
  }
}

function onlyContainer(known: ReadonlyMap<string, PlannedEnvironment>): PlannedEnvironment {
  const containers = [...known.values()].filter(({ kind }) => kind === 'container');
  if (containers.length === 1) return containers[0]!;
  const names = containers.map(({ name }) => name).join(', ');
  throw new AssayError(
    'usage',
    containers.length === 0
      ? 'there is no environment to compare this host with'
      : `there are several environments to compare this host with: ${names}`,
    {
      hint:
        containers.length === 0
          ? 'name one in assay.yaml under environments'
          : `name one: assay calibrate --env ${containers[0]!.name}`,
    },
  );
}

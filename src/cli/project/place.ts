import { type Choice, choosePlace } from '../../config/choose-place.ts';
import type { Config } from '../../config/config.ts';
import { environmentsOf } from '../../config/environments.ts';
import type { Place } from '../../config/plan.ts';
import { type Situation, situationOf } from '../../config/situation.ts';
import { isTag, type Repository } from '../../platform/git/repository.ts';
import type { PlaceFlags } from './place-flags.ts';

/** What `assay.yaml` offers. */
export function choiceOf(config: Config): Choice {
  return { environments: environmentsOf(config), execution: config.file.execution ?? {} };
}

/** The context here and now. */
export function situationHere({ context }: PlaceFlags, comparesTags = false): Situation {
  return situationOf({ ...(context && { flag: context }), env: process.env, comparesTags });
}

/**
 * Where to measure, to be spread into the selection of a plan: nothing where neither file nor flags say a word,
 * so that it is plain processes as ever.
 * @param comparesTags asked only where it matters
 */
export async function placeOf(
  config: Config,
  flags: PlaceFlags,
  comparesTags: () => Promise<boolean> = async () => false,
): Promise<{ readonly place?: Place }> {
  const { environments, execution } = config.file;
  if (!environments && !execution && flags.env === undefined && flags.mode === undefined) return {};
  const situation = situationHere(flags, await comparesTags());
  return { place: choosePlace(choiceOf(config), flags, situation) };
}

/** Whether both names are tags: then a release is compared with another. */
export async function areTags(
  repository: Repository,
  names: readonly (string | undefined)[],
): Promise<boolean> {
  const tags = await Promise.all(names.map((name) => name !== undefined && isTag(repository, name)));
  return tags.every(Boolean);
}

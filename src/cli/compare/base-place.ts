import type { Config } from '../../config/config.ts';
import { environmentsOf } from '../../config/environments.ts';
import { suggestion } from '../../config/nearest.ts';
import type { Plan } from '../../config/plan.ts';
import { excerpt } from '../../config/problem.ts';
import { AssayError } from '../../core/error.ts';

/** The plan with its baseline in the environment that `--env-base` names. */
export function withBasePlace(
  config: Config,
  plan: Plan,
  { envBase, across }: { readonly envBase?: string; readonly across?: boolean },
): Plan {
  if (envBase === undefined) {
    if (!across) return plan;
    throw new AssayError('usage', '--across goes with --env-base', {
      hint: 'name where the baseline is measured: --env-base host',
    });
  }
  const environments = environmentsOf(config);
  const environment = environments.get(envBase);
  if (environment) return { ...plan, basePlace: { environment, why: `--env-base ${envBase}` } };
  const names = [...environments.keys()];
  throw new AssayError('usage', `there is no environment ${excerpt(envBase)}${suggestion(envBase, names)}`, {
    hint: `assay.yaml has: ${names.join(', ')}`,
  });
}

import type { Config } from './config.ts';
import type { EnvValue, Plan } from './plan.ts';
import type { Path } from './problem.ts';

/** Where the plan asks for secrets, each name once, with its place in `assay.yaml`. */
export function secretUses(config: Config, plan: Plan): { readonly name: string; readonly at: string }[] {
  const uses = new Map<string, string>();
  const note = (env: Readonly<Record<string, EnvValue>>, places: readonly Path[]): void => {
    for (const [variable, value] of Object.entries(env)) {
      if (typeof value === 'string' || uses.has(value.secret)) continue;
      const paths = places.map((place) => [...place, variable]);
      uses.set(value.secret, config.locate(paths.find((path) => config.has(path)) ?? paths[0]!));
    }
  };
  for (const { name, build, cases } of plan.benchmarks) {
    const own = ['benchmarks', name];
    if (build)
      note(build.env, [
        [...own, 'build', 'env'],
        ['build', 'env'],
      ]);
    for (const { env } of cases)
      note(env, [
        [...own, 'env'],
        ['defaults', 'env'],
      ]);
  }
  for (const place of [plan.place, plan.basePlace]) {
    if (place?.environment.kind !== 'container') continue;
    const { name: environment, secrets } = place.environment;
    secrets.forEach((name, index) => {
      if (!uses.has(name)) uses.set(name, config.locate(['environments', environment, 'secrets', index]));
    });
  }
  return [...uses].map(([name, at]) => ({ name, at }));
}

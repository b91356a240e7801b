import type { Plan } from '../../config/plan.ts';
import type { EnvironmentRecord } from '../../environment/record.ts';
import { environmentOf } from '../../measure/site.ts';
import type { Context } from '../context.ts';
import type { Bench } from './measuring.ts';
import type { Project } from './project.ts';

/** The environment in which the candidate of a plan would be measured here and now. */
export async function environmentHere(
  context: Context,
  bench: Bench,
  plan: Plan,
): Promise<EnvironmentRecord> {
  const site = await bench.siteOf(environmentOf(plan, 'candidate'));
  return site.describe(await hostRecord(context, bench.project));
}

/** The bench with what a plan cannot measure where its sides are measured. */
export async function benchFor(bench: Bench, plan: Plan): Promise<Bench> {
  const environments = [environmentOf(plan, 'baseline'), environmentOf(plan, 'candidate')];
  const sites = await Promise.all(environments.map((environment) => bench.siteOf(environment)));
  return { ...bench, unavailable: new Map(sites.flatMap(({ unavailable }) => [...unavailable])) };
}

export async function hostRecord(context: Context, project: Project): Promise<EnvironmentRecord> {
  const { fingerprint } = await import('../../environment/fingerprint.ts');
  return fingerprint({ worktree: project.workspace.projectRoot, signal: context.signal });
}

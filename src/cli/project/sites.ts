import type { PlannedEnvironment } from '../../config/plan.ts';
import { canonicalJson } from '../../core/canonical.ts';
import { AssayError } from '../../core/error.ts';
import { hostSite } from '../../measure/host.ts';
import type { Site } from '../../measure/site.ts';
import type { Sampler } from '../../platform/sampler/sampler.ts';

/** The environment ready to measure in. */
export type SiteOf = (environment: PlannedEnvironment) => Promise<Site>;

/** Opens a site at its first use and closes it with `opened`; equal environments share one. */
export function siteKeeper(opened: AsyncDisposableStack, sampler: Sampler): SiteOf {
  const sites = new Map<string, Promise<Site>>();
  return (environment) => {
    const key = canonicalJson(environment);
    const site = sites.get(key) ?? openSite(environment, sampler).then((site) => opened.use(site));
    sites.set(key, site);
    return site;
  };
}

async function openSite(environment: PlannedEnvironment, sampler: Sampler): Promise<Site> {
  if (environment.kind === 'host') return hostSite(environment, sampler);
  throw new AssayError('infrastructure', `environment ${environment.name}: containers cannot be used yet`);
}

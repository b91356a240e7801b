import type { PlannedEnvironment } from '../../config/plan.ts';
import { canonicalJson } from '../../core/canonical.ts';
import { openHost } from '../../measure/host-options.ts';
import type { Site } from '../../measure/site.ts';
import type { Workspace } from '../../measure/workspace.ts';
import type { Sampler } from '../../platform/sampler/sampler.ts';

/** The environment ready to measure in. */
export type SiteOf = (environment: PlannedEnvironment) => Promise<Site>;

/** What is there before any environment is chosen. */
export interface SiteOptions {
  /** Of this host. */
  readonly sampler: Sampler;
  readonly workspace: Workspace;
  readonly signal: AbortSignal;
}

/**
 * Opens a site at its first use and closes it with `opened`, also one that nobody waited for; equal environments
 * share one.
 */
export function siteKeeper(opened: AsyncDisposableStack, options: SiteOptions): SiteOf {
  const sites = new Map<string, Promise<Site>>();
  return (environment) => {
    const key = canonicalJson(environment);
    const known = sites.get(key);
    if (known) return known;
    const site = openSite(environment, options);
    sites.set(key, site);
    opened.defer(async () => {
      // Whoever asked for one that could not be opened was told.
      const open = await site.catch(() => null);
      await open?.[Symbol.asyncDispose]();
    });
    return site;
  };
}

/** Containers are loaded only where they are asked for: their client takes longer to load than a short run. */
async function openSite(environment: PlannedEnvironment, options: SiteOptions): Promise<Site> {
  if (environment.kind === 'host') return openHost(environment, options.sampler);
  const { containerSite } = await import('../../measure/container/site.ts');
  return containerSite({ environment, ...options });
}

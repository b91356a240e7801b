import { readFileSync } from 'node:fs';

/**
 * Number of the way Assay measures. Raised when a change of the sampler or of the order of samples moves
 * the figures themselves: then results of before and after are of different environments.
 */
export const MEASURING_METHOD = 1;

/** Assay's own version, from the package: the same depth from `src/environment` and `dist/environment`. */
export function assayVersion(): string {
  return JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')).version;
}

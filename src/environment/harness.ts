import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * Number of the way Assay measures. Raised when a change of the sampler or of the order of samples moves
 * the figures themselves: then results of before and after are of different environments.
 */
export const MEASURING_METHOD = 1;

/** Assay's own version, from its package.json, wherever it is installed. */
export function assayVersion(): string {
  for (let folder = import.meta.dirname; folder !== dirname(folder); folder = dirname(folder)) {
    const found = packageIn(folder);
    if (found?.name === 'assay') return String(found.version);
  }
  throw new Error(`no package.json of assay above ${import.meta.dirname}`);
}

function packageIn(folder: string): { name?: unknown; version?: unknown } | null {
  try {
    return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  } catch {
    return null;
  }
}

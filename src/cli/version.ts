import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Assay's own version, from the package. The same depth from `src/cli` and `dist/cli`. */
export const VERSION: string = JSON.parse(
  readFileSync(join(import.meta.dirname, '..', '..', 'package.json'), 'utf8'),
).version;

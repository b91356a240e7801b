import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { NODE, ROOT, run } from './command.ts';

/** Strips the types into dist/: Node refuses to do that itself under node_modules. */
await rm(join(ROOT, 'dist'), { recursive: true, force: true });
process.exitCode = await run([
  ...NODE,
  join(ROOT, 'node_modules/typescript/bin/tsc'),
  '--project',
  'tsconfig.build.json',
]);

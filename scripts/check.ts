import { join } from 'node:path';
import { NODE, ROOT, run } from './command.ts';

/** Format and lint, types, import directions: each tool says itself what is wrong. */
const bin = (path: string): string => join(ROOT, 'node_modules', path);
const checks: readonly (readonly string[])[] = [
  [bin('.bin/biome'), 'ci', '--error-on-warnings', `--colors=${process.stdout.isTTY ? 'force' : 'off'}`],
  [...NODE, bin('typescript/bin/tsc'), '--project', 'tsconfig.json'],
  [
    ...NODE,
    bin('dependency-cruiser/bin/dependency-cruise.mjs'),
    '--config',
    '.dependency-cruiser.json',
    'src',
    'bench',
    'scripts',
  ],
];
const codes = await Promise.all(checks.map((argv) => run(argv)));
process.exitCode = codes.every((code) => code === 0) ? 0 : 1;

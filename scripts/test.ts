import { accessSync, constants, existsSync, globSync, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { NODE, ROOT, run } from './command.ts';

/**
 * Runs the tests, all or those that the arguments name: `unit`, `real`, `slow`, a folder or a file.
 * With `--coverage` the end of test-report.txt tells which lines of src/ were executed.
 *
 * A test that needs more than git, make and a C compiler says so in its name: `page.chromium.test.ts` needs
 * `chromium`. In CI a missing tool fails; elsewhere its tests are left out, and the last lines say which.
 */
const TOOLS: Readonly<Record<string, string>> = {
  chromium: 'chromium',
  valgrind: 'valgrind',
  hyperfine: 'hyperfine',
  zsh: 'zsh',
  fish: 'fish',
  cargo: 'cargo',
  go: 'golang-go',
  cmake: 'cmake',
  python3: 'python3',
  mount: 'mount',
  docker: 'docker.io',
  dockerd: 'docker.io',
  podman: 'podman',
  debootstrap: 'debootstrap',
};

/** Where a tool is of no use unless its daemon runs. */
const SOCKETS: Readonly<Record<string, string>> = { docker: '/var/run/docker.sock' };

/** Lines of src/ that the tests execute, also in the commands that they start: a table, and lcov for tools. */
const COVERAGE: readonly string[] = [
  '--experimental-test-coverage',
  '--test-coverage-include=src/**',
  '--test-reporter=lcov',
  '--test-reporter-destination=coverage.lcov',
];

/** Folders whose tests start real processes, databases and repositories; the others only compute. */
const REAL = [
  'cli',
  'measure',
  'store',
  'platform',
  'engine',
  'sampler',
  'environment',
  'report',
  'docs',
  'package',
];

const files = globSync('test/**/*.test.ts', { cwd: ROOT }).sort();
const wanted = process.argv.slice(2).filter((argument) => argument !== '--coverage');
const measured = process.argv.includes('--coverage');
const selected = files.filter((file) => wanted.length === 0 || wanted.some((want) => belongs(file, want)));
const missing = new Map<string, string[]>();
const ready = selected.filter((file) => {
  const absent = toolsOf(file).filter((tool) => !isInstalled(tool));
  for (const tool of absent) missing.set(tool, [...(missing.get(tool) ?? []), file]);
  return absent.length === 0;
});

if (ready.length === 0) {
  console.error(`no test fits ${wanted.join(' ')}`);
  process.exitCode = 2;
} else {
  process.exitCode = await run([
    ...NODE,
    '--test',
    '--test-concurrency=2',
    '--test-reporter=dot',
    '--test-reporter-destination=stdout',
    '--test-reporter=spec',
    '--test-reporter-destination=test-report.txt',
    ...(measured ? COVERAGE : []),
    ...ready,
  ]);
}
for (const [tool, tests] of missing) {
  console.error(`left out for want of ${tool} (apt-get install ${TOOLS[tool]}): ${tests.join(', ')}`);
  if (process.env.CI) process.exitCode = 1;
}

function belongs(file: string, want: string): boolean {
  const folder = file.split('/')[1]!;
  if (want === 'slow') return folder === 'slow';
  if (want === 'real') return REAL.includes(folder);
  if (want === 'unit') return folder !== 'slow' && !REAL.includes(folder);
  return file === want || file.startsWith(want.endsWith('/') ? want : `${want}/`);
}

/** `a.chromium+valgrind.test.ts` needs both. */
function toolsOf(file: string): string[] {
  const parts = file.split('/').at(-1)!.split('.');
  return parts.length > 3
    ? parts
        .at(-3)!
        .split('+')
        .filter((tool) => Object.hasOwn(TOOLS, tool))
    : [];
}

function isInstalled(tool: string): boolean {
  const socket = SOCKETS[tool];
  if (socket !== undefined && !existsSync(socket)) return false;
  return (process.env.PATH ?? '').split(delimiter).some((folder) => {
    const path = join(folder, tool);
    try {
      accessSync(path, constants.X_OK);
      return statSync(path).isFile();
    } catch {
      return false;
    }
  });
}

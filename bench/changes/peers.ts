import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The version compared with: the newest on PyPI when the bench was written. */
export const OTAVA = 'apache-otava==0.8.0';

const SCRIPT = fileURLToPath(new URL('peers.py', import.meta.url));

export interface Found {
  /** By history: first positions of new levels. */
  readonly places: readonly (readonly number[])[];
  /** Wall time of the search alone, without the start of the process. */
  readonly seconds: number;
}

/** The peers in a Python environment of their own below `folder`. Throws where Otava cannot be installed. */
export async function installPeers(
  folder: string,
): Promise<(series: readonly (readonly number[])[]) => Promise<{ otava: Found; tTest: Found }>> {
  await ran('python3', ['-m', 'venv', folder]);
  const python = join(folder, 'bin', 'python');
  await ran(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', OTAVA]);
  return async (series) => JSON.parse(await ran(python, [SCRIPT], JSON.stringify({ series })));
}

function ran(command: string, args: readonly string[], input = ''): Promise<string> {
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  child.stdin.end(input);
  return new Promise((done, fail) => {
    child.on('error', fail);
    child.on('close', (code) =>
      code === 0 ? done(output) : fail(new Error(`${command} ${args.join(' ')} ended with ${code}`)),
    );
  });
}

import assert from 'node:assert/strict';
import { type ChildProcessByStdio, execFileSync, spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

export const SAMPLER_SOURCES = fileURLToPath(new URL('../../sampler/', import.meta.url));

/** Compiles the sampler with other flags than Assay's own, for tests that need a special build. */
export function buildSampler(output: string, flags: readonly string[]): string {
  const sources = readdirSync(SAMPLER_SOURCES).filter((name) => name.endsWith('.c'));
  const common = ['-std=c11', '-D_GNU_SOURCE', '-Wall', '-Wextra', '-Werror'];
  execFileSync('cc', [
    ...common,
    ...flags,
    '-o',
    output,
    ...sources.map((name) => join(SAMPLER_SOURCES, name)),
  ]);
  return output;
}

export type Fields = Readonly<Record<string, string>>;

/** Speaks the protocol to a sampler line by line, and shares no code with Assay's own client. */
export class Driver {
  readonly #child: ChildProcessByStdio<Writable, Readable, null>;
  readonly #lines: string[] = [];
  readonly #exited: Promise<number | string>;
  #partial = '';
  linesWritten = 0;
  #wake: () => void = () => {};
  #ended = false;

  constructor(argv: readonly string[]) {
    const [file, ...args] = argv;
    this.#child = spawn(file!, args, { stdio: ['pipe', 'pipe', 'inherit'] });
    this.#child.stdin.on('error', () => {});
    this.#child.stdout.setEncoding('latin1').on('data', (text: string) => {
      const parts = (this.#partial + text).split('\n');
      this.#partial = parts.pop()!;
      this.#lines.push(...parts);
      this.#wake();
    });
    this.#exited = new Promise((resolve) => {
      this.#child.on('close', (code, signal) => {
        this.#ended = true;
        this.#wake();
        resolve(signal ?? code ?? -1);
      });
    });
  }

  get pid(): number {
    return this.#child.pid!;
  }

  /** Raw bytes: each character is one. */
  write(text: string): void {
    this.linesWritten += text.split('\n').length - 1;
    this.#child.stdin.write(Buffer.from(text, 'latin1'));
  }

  /** The next answer; fails after `withinMs` or when the sampler ends first. */
  async line(withinMs = 20_000): Promise<string> {
    const deadline = Date.now() + withinMs;
    while (this.#lines.length === 0) {
      assert.ok(!this.#ended, 'the sampler ended');
      assert.ok(Date.now() < deadline, `no answer within ${withinMs} ms`);
      const timer = new AbortController();
      await Promise.race([
        new Promise<void>((resolve) => {
          this.#wake = resolve;
        }),
        sleep(deadline - Date.now(), undefined, { signal: timer.signal }).catch(() => {}),
      ]);
      timer.abort();
    }
    return this.#lines.shift()!;
  }

  /** Sends the lines of one request, then `run`, and gives the fields of its result. */
  async run(...lines: readonly string[]): Promise<Fields> {
    this.write([...lines, 'run it', ''].join('\n'));
    return fieldsOf(await this.line());
  }

  /** A shell line with the usual PATH. */
  async shell(script: string, ...lines: readonly string[]): Promise<Fields> {
    return this.run(...shellLines(script), ...lines);
  }

  /** Ends the input and gives the exit code, or the signal's name. */
  async end(): Promise<number | string> {
    this.#child.stdin.end();
    return this.#exited;
  }

  signal(name: NodeJS.Signals): Promise<number | string> {
    this.#child.kill(name);
    return this.#exited;
  }
}

export function shellLines(script: string): string[] {
  return ['arg /bin/sh', 'arg -c', `arg ${encode(script)}`, 'env PATH=/usr/bin:/bin'];
}

export function encode(text: string): string {
  return text.replace(/[%\n\t]/g, (c) => `%${c.charCodeAt(0).toString(16).padStart(2, '0')}`);
}

/** Of a `result` line; every field must be there once. */
export function fieldsOf(line: string): Fields {
  const [word, id, ...pairs] = line.split(' ');
  assert.equal(word, 'result', line);
  assert.equal(id, 'it', line);
  return Object.fromEntries(pairs.map((pair) => pair.split(/=(.*)/s).slice(0, 2)));
}

/** Whether a process runs: a zombie does not. */
export function isRunning(pid: number): boolean {
  try {
    return !/^State:\s+[ZX]/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

export async function eventually(condition: () => boolean, withinMs = 10_000): Promise<void> {
  const deadline = Date.now() + withinMs;
  while (!condition()) {
    assert.ok(Date.now() < deadline, `not so within ${withinMs} ms: ${condition}`);
    await sleep(10);
  }
}

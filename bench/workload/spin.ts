import { join } from 'node:path';
import { runCommand } from '../../src/platform/process.ts';
import { environmentWith, startRuler } from '../ruler.ts';
import { scratch } from '../scratch.ts';
import { type Files, writeFiles } from './repository.ts';

/** A program that only computes: a chain of shifts (Marsaglia, Xorshift RNGs, 2003) as long as `STEPS` says. */
const SOURCE = `#include <stdint.h>
#include <stdio.h>
#include "steps.h"

int main(void) {
  uint64_t x = 88172645463325252u;
  for (long i = 0; i < STEPS; i++) {
    x ^= x << 13;
    x ^= x >> 7;
    x ^= x << 17;
  }
  printf("%llu\\n", (unsigned long long)x);
  return 0;
}
`;

const CONFIG = `version: 1
build: make
benchmarks:
  spin:
    command: ["./spin"]
`;

/** Everything that the program, its build and its measurement take. */
export function spinFiles(steps: number): Files {
  return {
    'spin.c': SOURCE,
    'steps.h': stepsHeader(steps),
    Makefile: 'spin: spin.c steps.h\n\tcc -O2 -o spin spin.c\n',
    '.gitignore': 'spin\n',
    'assay.yaml': CONFIG,
  };
}

export function stepsHeader(steps: number): string {
  return `#define STEPS ${steps}\n`;
}

export async function buildSpin(folder: string): Promise<void> {
  const { exitCode, stderr } = await runCommand(['make', '-C', folder]);
  if (exitCode !== 0) throw new Error(`make in ${folder}: ${stderr}`);
}

/** Long enough for a first guess that the start of the process does not spoil: tens of milliseconds. */
const FIRST_GUESS = 20_000_000;
const EXECUTIONS = 15;

/** How many steps take so many seconds on this machine, start of the process included. */
export async function stepsFor(wallS: number, signal: AbortSignal): Promise<number> {
  await using folder = await scratch();
  await using ruler = await startRuler();
  await writeFiles(folder.path, spinFiles(FIRST_GUESS));
  await buildSpin(folder.path);
  const command = { argv: [join(folder.path, 'spin')], cwd: folder.path, env: environmentWith() };
  const taken = await ruler.shortest(command, EXECUTIONS, signal);
  return Math.round((FIRST_GUESS * wallS) / taken);
}

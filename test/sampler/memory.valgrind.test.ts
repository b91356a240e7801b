import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { battery } from './battery.ts';
import { buildSampler } from './driver.ts';
import { malformedInput } from './malformed.ts';

const folder = mkdtempSync(join(tmpdir(), 'assay-sampler-memory-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const debug = buildSampler(join(folder, 'debug'), ['-g', '-O1']);
const valgrind = [
  ...['valgrind', '--quiet', '--error-exitcode=99', '--leak-check=full', '--track-fds=no'],
  ...['--child-silent-after-fork=yes', debug],
];
battery('the sampler under valgrind', () => valgrind, { vforkEmulated: true });
malformedInput('the sampler under valgrind', () => valgrind, 50);

import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { Driver } from './driver.ts';
import { endings } from './endings.ts';
import { surroundings } from './surroundings.ts';

export interface BatteryOptions {
  /**
   * Under valgrind a vfork is a fork: an exec that fails is not seen by its parent, and the child starts as
   * large as valgrind.
   */
  readonly vforkEmulated?: boolean;
}

export interface BatteryContext {
  readonly options: BatteryOptions;
  /** How a sampler of this build is started. */
  argv(): readonly string[];
  /** The one process that serves the battery. */
  sampler(): Driver;
  readonly folder: string;
  inFolder(name: string): string;
  /** Process numbers that a command wrote to a file, one a line. */
  pids(name: string): number[];
  hasPids(name: string, count: number): boolean;
}

/** The behaviour every build of the sampler owes, one process serving all runs. */
export function battery(title: string, argv: () => readonly string[], options: BatteryOptions = {}): void {
  describe(title, () => {
    const folder = mkdtempSync(join(tmpdir(), 'assay-sampler-test-'));
    const inFolder = (name: string): string => join(folder, name);
    const lines = (name: string): string[] => readFileSync(inFolder(name), 'utf8').split('\n').slice(0, -1);
    const pids = (name: string): number[] => lines(name).map(Number);
    const hasPids = (name: string, count: number): boolean =>
      existsSync(inFolder(name)) && lines(name).length >= count;
    let running: Driver | undefined;
    const sampler = (): Driver => {
      running ??= new Driver(argv());
      return running;
    };
    after(async () => {
      rmSync(folder, { recursive: true, force: true });
      assert.equal(await running?.end(), 0, 'the sampler leaves in peace at the end of its input');
    });
    const context = { options, argv, sampler, folder, inFolder, pids, hasPids };
    endings(context);
    surroundings(context);
    accounts(context);
  });
}

/** What each run is charged with. */
function accounts({ sampler, options }: BatteryContext): void {
  test('a hundred runs leak no descriptor', async () => {
    const open = (): number => readdirSync(`/proc/${sampler().pid}/fd`).length;
    const lines = ['arg /bin/true', 'stdout pipe', 'stderr pipe'];
    await sampler().run(...lines);
    const before = open();
    for (let i = 0; i < 100; i++) await sampler().run(...lines);
    await sampler().run('arg /no/such/program');
    assert.equal(open(), before);
  });

  if (!options.vforkEmulated) {
    test('peak memory is the command’s own, whatever ran before it', async () => {
      const large = await sampler().run('arg /usr/bin/perl', 'arg -e', 'arg $x = "a" x 200_000_000');
      const small = await sampler().run('arg /bin/true');
      assert.equal(large.status, 'exited');
      assert.ok(Number(large.peak_kib) * 1024 >= 200e6, large.peak_kib);
      assert.ok(Number(small.peak_kib) * 1024 < 16e6, small.peak_kib);
    });
  }
}

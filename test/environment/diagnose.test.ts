import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { Check } from '../../src/environment/check/check.ts';
import { gitCheck, type PerfAnswer } from '../../src/environment/check/tools.ts';
import { diagnose } from '../../src/environment/diagnose.ts';
import { recordedMachine } from './recorded.ts';

let worktree: string;
before(async () => {
  worktree = await mkdtemp(join(tmpdir(), 'assay-diagnose-'));
});
after(() => rm(worktree, { recursive: true, force: true }));

const counted = async (): Promise<PerfAnswer> => ({ available: true });

type Checks = Map<string, Check>;

const diagnosed = new Map<string, Promise<Checks>>();

/** Each machine is diagnosed once. */
function checksOf(name: string): Promise<Checks> {
  const known = diagnosed.get(name) ?? diagnoseRecorded(name, counted);
  diagnosed.set(name, known);
  return known;
}

async function diagnoseRecorded(name: string, perf: () => Promise<PerfAnswer>): Promise<Checks> {
  await using recorded = await recordedMachine(name);
  const { checks } = await diagnose({ worktree, perf, root: recorded.root });
  return new Map(checks.map((check) => [check.name, check]));
}

describe('the diagnosis', () => {
  test('of a server names each disturbance with its fix', async () => {
    const checks = await checksOf('amd-server');
    const fixes = [
      ['CPU governor', 'sudo cpupower frequency-set -g performance'],
      ['turbo', 'echo 0 | sudo tee /sys/devices/system/cpu/cpufreq/boost'],
      ['frequency', 'sudo cpupower frequency-set -g performance'],
      ['SMT', 'echo off | sudo tee /sys/devices/system/cpu/smt/control'],
      ['swap', 'sudo swapoff -a'],
      ['ASLR', 'sudo sysctl kernel.randomize_va_space=2'],
    ] as const;
    for (const [name, fix] of fixes) {
      assert.equal(checks.get(name)?.status, 'warning', name);
      assert.equal(checks.get(name)?.fix, fix);
    }
    assert.match(checks.get('NUMA')?.finding ?? '', /^2 memory nodes/);
    assert.match(checks.get('heat')?.finding ?? '', /^throttled 7 times/);
    assert.match(checks.get('limits')?.finding ?? '', /1.5 processors of time.*64.00 GiB.*4 of 8 processors/);
    assert.equal(checks.get('virtualisation')?.status, 'ok');
  });

  test('of a virtual machine does not trust what the hypervisor hides', async () => {
    const checks = await checksOf('kvm-guest');
    assert.equal(checks.get('virtualisation')?.status, 'warning');
    assert.match(checks.get('virtualisation')?.finding ?? '', /kvm.*0\.01 % of its time/);
    assert.equal(checks.get('SMT')?.status, 'unavailable');
    assert.equal(checks.get('CPU governor')?.status, 'unavailable');
    assert.equal(checks.get('limits')?.status, 'ok');
  });

  test('of a board on battery asks to plug it in', async () => {
    const checks = await checksOf('arm-board');
    assert.equal(checks.get('power')?.status, 'warning');
    assert.equal(checks.get('CPU governor')?.status, 'warning');
  });

  test('has for each warning and problem a finding, and never a fix for what is in order', async () => {
    for (const name of ['amd-server', 'kvm-guest', 'arm-board', 'docker-container']) {
      for (const check of (await checksOf(name)).values()) {
        assert.ok(check.finding.length > 0, check.name);
        if (check.status === 'ok' || check.status === 'unavailable')
          assert.equal(check.fix, null, check.name);
      }
    }
  });

  test('tells why instructions are not counted, and the setting where there is one', async () => {
    const refused = await diagnoseRecorded('kvm-guest', async () => ({
      available: false,
      reason: 'not allowed: see kernel.perf_event_paranoid',
    }));
    assert.equal(refused.get('performance counters')?.fix, 'sudo sysctl kernel.perf_event_paranoid=1');
    const broken = await diagnoseRecorded('kvm-guest', () => Promise.reject(new Error('no compiler\nmore')));
    assert.deepEqual(broken.get('performance counters'), {
      name: 'performance counters',
      status: 'unavailable',
      finding: 'the sampler does not run: no compiler',
      fix: null,
    });
  });
});

test('git is needed, and new enough', () => {
  assert.equal(gitCheck('git version 2.39.5').status, 'ok');
  assert.equal(gitCheck('git version 3.0.0').status, 'ok');
  assert.equal(gitCheck('git version 2.24.0').status, 'ok');
  assert.equal(gitCheck('git version 2.23.4').status, 'problem');
  assert.equal(gitCheck('git version 1.99.0').status, 'problem');
  assert.equal(gitCheck(null).status, 'problem');
  assert.equal(gitCheck('no version').status, 'problem');
});

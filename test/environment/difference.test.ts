import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import {
  diffEnvironments,
  GRADES,
  type Grade,
  mayCompare,
  overallGrade,
} from '../../src/environment/difference.ts';
import { formatField } from '../../src/environment/field-value.ts';
import { FIELDS, type Field } from '../../src/environment/fields.ts';
import { environmentId } from '../../src/environment/identify.ts';
import type { Probed } from '../../src/environment/probed.ts';

type Facts = Record<string, Record<string, Probed<unknown>>>;

function fieldAt(path: string): Field {
  return FIELDS.find((field) => field.path === path)!;
}

/** A record in which every field has some value, by its path. */
function record(changes: Readonly<Record<string, Probed<unknown>>> = {}): {
  identity: Facts;
  conditions: Facts;
} {
  const parts: { identity: Facts; conditions: Facts } = { identity: {}, conditions: {} };
  for (const { part, path, group } of FIELDS) {
    parts[part][group] ??= {};
    parts[part][group][path.slice(group.length + 1)] = changes[path] ?? { value: `some ${path}` };
  }
  return parts;
}

function isOneOf(grade: Grade, indices: readonly number[]): boolean {
  return indices.includes(GRADES.indexOf(grade));
}

const anyProbed = fc.oneof(
  fc.record({ value: fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null)) }),
  fc.record({ unavailable: fc.string() }),
);
const anyChanges = fc.dictionary(fc.constantFrom(...FIELDS.map((field) => field.path)), anyProbed);

describe('the difference of two environments', () => {
  test('keeps runs apart exactly when their ids differ', () => {
    fc.assert(
      fc.property(anyChanges, anyChanges, (a, b) => {
        const [left, right] = [record(a), record(b)];
        const sameId = environmentId(left.identity) === environmentId(right.identity);
        assert.equal(mayCompare(diffEnvironments(left, right)), sameId);
      }),
    );
  });

  test('is none of a record with itself, and the same from both sides', () => {
    fc.assert(
      fc.property(anyChanges, anyChanges, (a, b) => {
        assert.ok(diffEnvironments(record(a), record(a)).every((each) => each.grade === 'same'));
        const forth = diffEnvironments(record(a), record(b)).map((each) => each.grade);
        const back = diffEnvironments(record(b), record(a)).map((each) => each.grade);
        assert.deepEqual(forth, back);
      }),
    );
  });

  test('is graded field by field, and says why', () => {
    const differences = diffEnvironments(
      record({
        'toolchain.cc': { value: 'cc 12' },
        'limits.cpuQuota': { value: null },
        'load.average1': { value: 1 },
      }),
      record({
        'toolchain.cc': { value: 'cc 13' },
        'limits.cpuQuota': { value: 0.5 },
        'load.average1': { value: 2 },
      }),
    ).filter((each) => each.grade !== 'same');
    assert.deepEqual(
      differences.map(({ field, grade, reason }) => [field.path, grade, reason]),
      [
        [
          'limits.cpuQuota',
          'comparable with calibration',
          'throttles what exceeds it; a run can take turns between the two',
        ],
        [
          'toolchain.cc',
          'not comparable',
          'another compiler or runtime makes other code of the same source; no run can take turns between the two',
        ],
        ['load.average1', 'harmless', 'changes from moment to moment'],
      ],
    );
    assert.equal(overallGrade(differences), 'not comparable');
  });

  test('can be bridged by a calibration where one machine can have both sides at once', () => {
    const graded = (path: string, a: unknown, b: unknown): Grade =>
      overallGrade(diffEnvironments(record({ [path]: { value: a } }), record({ [path]: { value: b } })));
    const bridged = [
      ...['container.engine', 'container.image', 'container.network', 'container.root', 'container.files'],
      ...['filesystem.type', 'filesystem.options', 'kernel.aslr', 'limits.cpuQuota', 'limits.allowedCpus'],
      ...['limits.memoryBytes'],
    ];
    for (const path of bridged) assert.equal(graded(path, 1, 2), 'comparable with calibration', path);
    const apart = [
      ...['cpu.model', 'cpu.features', 'cpu.governor', 'memory.totalGiB', 'memory.hugePages'],
      ...['kernel.release', 'kernel.architecture', 'kernel.mitigations', 'platform.product'],
      ...['container.runtime', 'toolchain.cc', 'toolchain.libc', 'harness.method'],
    ];
    for (const path of apart) assert.equal(graded(path, 1, 2), 'not comparable', path);
    for (const { path, part } of FIELDS) {
      assert.equal(isOneOf(graded(path, 1, 2), part === 'identity' ? [2, 3] : [1]), true, path);
    }
    assert.equal(graded('toolchain.cc', 'cc 12', 'of the image'), 'comparable with calibration');
  });

  test('of what only containers have is said so', () => {
    const host = record();
    delete host.identity.container!.network;
    const [difference] = diffEnvironments(host, record()).filter((each) => each.grade !== 'same');
    assert.equal(difference?.field.path, 'container.network');
    assert.match(difference.reason, /^only one has it; /);
  });

  test('does not take an unread value for an equal one', () => {
    const [read, unread] = [record(), record({ 'cpu.governor': { unavailable: 'no cpufreq' } })];
    const [difference] = diffEnvironments(read, unread).filter((each) => each.grade !== 'same');
    assert.equal(difference?.grade, 'not comparable');
    assert.match(difference.reason, /could be read in one only/);
    const both = diffEnvironments(unread, record({ 'cpu.governor': { unavailable: 'another reason' } }));
    const governor = both.find((each) => each.field.path === 'cpu.governor');
    assert.equal(governor?.grade, 'same');
    assert.match(governor.reason, /could not be read in either/);
  });

  test('of stored identities leaves the conditions out', () => {
    const differences = diffEnvironments({ identity: record().identity }, { identity: record().identity });
    assert.ok(differences.every((each) => each.field.part === 'identity'));
  });

  test('stands records that are older, foreign or not records at all', () => {
    for (const identity of [null, 7, 'x', [], {}, { cpu: null }, { cpu: { model: 'bare text' } }]) {
      assert.equal(mayCompare(diffEnvironments({ identity }, record())), false);
      assert.match(environmentId(identity), /^[0-9a-f]{12}$/);
    }
  });
});

test('every field is described once, and identity alone is in the digest', () => {
  const keys = FIELDS.map((field) => `${field.part}.${field.path}`);
  assert.equal(new Set(keys).size, keys.length);
  for (const field of FIELDS) {
    assert.equal(field.inDigest, field.part === 'identity');
    assert.ok(field.label !== '' && field.why !== '', field.path);
  }
});

test('fields are written for a person in their unit', () => {
  const show = (path: string, value: unknown): string => formatField(fieldAt(path), { value });
  assert.equal(show('cpu.caches', { L1d: 32768, L3: 33554432 }), 'L1d 32.00 KiB, L3 32.00 MiB');
  assert.equal(show('cpu.maxFrequencyHz', 3729492000), '3.729 GHz');
  assert.equal(show('cpu.turbo', false), 'off');
  assert.equal(show('toolchain.go', null), 'not installed');
  assert.equal(show('limits.cpuQuota', null), 'no limit');
  assert.equal(show('platform.virtualisation', null), 'none');
  assert.equal(show('filesystem.options', []), 'none');
  assert.equal(show('load.pressure', 0.125), '12.5 %');
  assert.equal(formatField(fieldAt('cpu.smt'), { unavailable: 'gone' }), 'unavailable: gone');
  assert.equal(formatField(fieldAt('cpu.smt'), undefined), 'not recorded');
});

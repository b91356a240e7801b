import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { diffEnvironments, mayCompare } from '../../src/environment/difference.ts';
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

const anyProbed = fc.oneof(
  fc.record({ value: fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null)) }),
  fc.record({ unavailable: fc.string() }),
);
const anyChanges = fc.dictionary(fc.constantFrom(...FIELDS.map((field) => field.path)), anyProbed);

describe('the difference of two environments', () => {
  test('matters exactly when their ids differ', () => {
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

  test('matters for a compiler, is harmless for load, and says why', () => {
    const differences = diffEnvironments(
      record({ 'toolchain.cc': { value: 'cc 12' }, 'load.average1': { value: 1 } }),
      record({ 'toolchain.cc': { value: 'cc 13' }, 'load.average1': { value: 2 } }),
    ).filter((each) => each.grade !== 'same');
    assert.deepEqual(
      differences.map(({ field, grade, reason }) => [field.path, grade, reason]),
      [
        ['toolchain.cc', 'matters', 'another compiler or runtime makes other code of the same source'],
        ['load.average1', 'harmless', 'changes from moment to moment'],
      ],
    );
  });

  test('does not take an unread value for an equal one', () => {
    const [read, unread] = [record(), record({ 'cpu.governor': { unavailable: 'no cpufreq' } })];
    const [difference] = diffEnvironments(read, unread).filter((each) => each.grade !== 'same');
    assert.equal(difference?.grade, 'matters');
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

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { isAllowed } from '../../src/config/allowed.ts';
import { cpuList } from '../../src/config/cpu-list.ts';
import { imageProblem } from '../../src/config/image-reference.ts';
import { sizeBytes, sizeText } from '../../src/config/quantity.ts';

test('a size is so many bytes', () => {
  assert.equal(sizeBytes('256MiB'), 268_435_456);
  assert.equal(sizeBytes('1GB'), 1_000_000_000);
  assert.equal(sizeBytes('1.5 GiB'), 1_610_612_736);
  assert.equal(sizeBytes('0.3kB'), 300);
  assert.equal(sizeBytes('4096B'), 4096);
  for (const text of ['256', '256m', '1gb', '-1MB', '0MB', '1e3MB', '9999999TiB', 'MB', '1 M B', ''])
    assert.equal(sizeBytes(text), undefined, text);
});

test('a size is written so that it is read as the same bytes', () => {
  const bytes = fc.tuple(fc.nat({ max: 2 ** 20 }), fc.constantFrom(1, 1e3, 1024, 1e6, 1024 ** 2, 1024 ** 3));
  fc.assert(
    fc.property(bytes, ([count, unit]) => {
      const size = (count + 1) * unit;
      assert.equal(sizeBytes(sizeText(size)), size);
    }),
  );
  assert.deepEqual([sizeText(268_435_456), sizeText(1e9), sizeText(1001)], ['256MiB', '1GB', '1001B']);
});

test('processors are listed in order, joined, each once', () => {
  assert.equal(cpuList('3,0-1, 2'), '0-3');
  assert.equal(cpuList('0,2,4'), '0,2,4');
  for (const text of ['', 'a', '1-', '-1', '2-1', '0,', '8192', '0-99999', '0--2'])
    assert.equal(cpuList(text), undefined, text);
});

test('a list of processors means the same set however it was written, and is its own short form', () => {
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 300 }), { minLength: 1 }), (cpus) => {
      const list = cpuList(cpus.join(','))!;
      const members = list.split(',').flatMap((part) => {
        const [first, last = first] = part.split('-').map(Number);
        return Array.from({ length: last! - first! + 1 }, (_, i) => first! + i);
      });
      assert.deepEqual(
        members,
        [...new Set(cpus)].sort((a, b) => a - b),
      );
      assert.equal(cpuList(list), list);
    }),
  );
});

test('an image is named for good by a version, a digest or its id', () => {
  const digest = `sha256:${'0a'.repeat(32)}`;
  for (const reference of [
    ...['debian:12.5', 'debian:bookworm-slim', 'library/node:24.11.1-alpine3.22', 'localhost:5000/a/b_c:v1'],
    ...[
      'ghcr.io/a/b:2026-11-02',
      `debian@${digest}`,
      `debian:latest@${digest}`,
      `r:5000/a@${digest}`,
      digest,
    ],
  ])
    assert.equal(imageProblem(reference), null, reference);
});

test('an image whose name will mean another one is refused', () => {
  for (const reference of ['debian', 'localhost:5000/debian', 'a/b'])
    assert.match(imageProblem(reference) ?? '', /^names no version.*; pin it: \S+:VERSION or \S+@sha256:…$/);
  for (const reference of ['debian:latest', 'alpine:edge', 'rust:nightly-slim', 'localhost:5000/a:main'])
    assert.match(imageProblem(reference) ?? '', /^the tag \S+ moves/);
});

test('what is no image is refused, whatever it is', () => {
  for (const reference of [
    '',
    'A:1',
    'a:',
    'a b:1',
    ':1',
    'a@sha256:12',
    '-v',
    'a:1@b',
    '../a:1',
    '/a:1',
    'a//b:1',
  ])
    assert.match(imageProblem(reference) ?? '', /^expected an image/, reference);
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      if (imageProblem(text) === null) assert.match(text, /^[\w.@:/-]+$/);
    }),
  );
});

test('a path is allowed that is listed or below one that is', () => {
  assert.deepEqual(
    ['/srv/a', '/srv/a/b', '/srv/ab', '/srv', '/'].map((path) => isAllowed(path, ['/x', '/srv/a'])),
    [true, true, false, false, false],
  );
});

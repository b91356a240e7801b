import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { AssayError } from '../../src/core/error.ts';
import { type Imported, readSource } from '../../src/import/read.ts';
import { bytesSource } from '../../src/import/source.ts';

const FIXTURES = fileURLToPath(new URL('../fixtures/import/', import.meta.url));

/** Bytes of a fixture, by its path below test/fixtures/import. */
export function fixture(path: string): Buffer {
  return readFileSync(FIXTURES + path);
}

/** Absolute path of a fixture. */
export function fixturePath(path: string): string {
  return FIXTURES + path;
}

/** What a content is read as, under the name of its fixture. */
export function read(content: Uint8Array | string, name = 'results', format?: string): Promise<Imported> {
  return readSource(bytesSource(name, Buffer.from(content)), { format });
}

/**
 * The tests that every reader of one file owes, over real outputs of its tool. Some tools write lines without
 * any end of their own: `endless`. Of these a file cut between two lines is a file like any other, so only
 * whole lines are owed.
 */
export function holdsReader(format: string, paths: readonly string[], { endless = false } = {}): void {
  for (const path of paths) {
    test(`${path} is recognised as ${format} and gives exactly the expected measurements`, async () => {
      const found = await read(fixture(path), path);
      assert.equal(found.format, format);
      holdsGolden(path, found);
    });
    test(`${path}, cut at any byte of its last kilobyte, is whole or refused`, () =>
      neverHalf(format, path, endless));
    test(`${path}, damaged, is read or refused`, () => survives(format, path));
  }
}

/** Holds measurements to the reviewed ones; ASSAY_UPDATE_GOLDEN=1 writes them for review. */
export function holdsGolden(path: string, found: Imported): void {
  const golden = `${FIXTURES}${path}.expected.json`;
  if (process.env.ASSAY_UPDATE_GOLDEN) writeFileSync(golden, `${JSON.stringify(found, null, 1)}\n`);
  assert.deepEqual(JSON.parse(JSON.stringify(found)), JSON.parse(readFileSync(golden, 'utf8')));
}

async function neverHalf(format: string, path: string, endless: boolean): Promise<void> {
  const whole = fixture(path);
  const expected = await read(whole, path, format);
  let refused = 0;
  for (let cut = 1; cut <= Math.min(1024, whole.length); cut++) {
    const found = await attempt(whole.subarray(0, whole.length - cut), path, format);
    if (found === null) refused++;
    else if (endless && betweenLines(whole, cut)) holdsWholeLines(found, expected);
    else assert.deepEqual(found.measurements, expected.measurements, `${cut} bytes cut`);
  }
  assert.ok(refused > 0, 'a file without its last kilobyte was read as whole');
}

const NEWLINE = 10;

/** Whether the cut is before or after the end of a line. */
function betweenLines(whole: Uint8Array, cut: number): boolean {
  return whole[whole.length - cut - 1] === NEWLINE || whole[whole.length - cut] === NEWLINE;
}

/** Each measurement as expected, or with the first of its samples. */
function holdsWholeLines(found: Imported, expected: Imported): void {
  for (const [index, { samples, ...rest }] of found.measurements.entries()) {
    const { samples: all, ...whole } = expected.measurements[index]!;
    assert.deepEqual(rest, whole);
    assert.deepEqual(samples, all.slice(0, samples.length));
  }
}

/** What is there, or `null` where it is refused as it should be. */
async function attempt(content: Uint8Array, path: string, format: string): Promise<Imported | null> {
  try {
    return await read(content, path, format);
  } catch (error) {
    if (error instanceof AssayError && error.code === 'input') {
      assert.ok(error.message.includes(path), `the error does not name the file: ${error.message}`);
      return null;
    }
    throw error;
  }
}

/** Bits of text that break readers. */
const HOSTILE = [
  ...['NaN', '-1e999', '1e999', 'Infinity', '""', '{}', '[]', 'null', '-0', '0', '"__proto__"', 'true'],
  ...['{', '}', '[', ']', '"', ',', ':', '\n', '\0', '\t', ' ', '<', '&', '/', '%s', '\u{feff}', '-', '.'],
  ...['"constructor":', '"toString"', '99999999999999999999', '0x10', '[[[[[[[[', '{"a":{"a":{"a":'],
];

const mutation = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  remove: fc.nat(40),
  insert: fc.oneof(
    fc.constantFrom(...HOSTILE).map((text) => Buffer.from(text)),
    fc.uint8Array({ maxLength: 4 }).map((bytes) => Buffer.from(bytes)),
  ),
});

function survives(format: string, path: string): Promise<void> {
  const whole = fixture(path);
  return fc.assert(
    fc.asyncProperty(fc.array(mutation, { minLength: 1, maxLength: 4 }), async (mutations) => {
      let bytes = whole;
      for (const { at, remove, insert } of mutations) {
        const start = Math.floor(at * bytes.length);
        bytes = Buffer.concat([bytes.subarray(0, start), insert, bytes.subarray(start + remove)]);
      }
      await attempt(bytes, path, format);
    }),
    { numRuns: 200 },
  );
}

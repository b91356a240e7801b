import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { numberIn, plainDecimal } from '../../src/import/decimal.ts';

const decimals = fc
  .tuple(fc.stringMatching(/^\d{0,12}$/), fc.constantFrom('', '.'), fc.stringMatching(/^\d{0,12}$/))
  .map((parts) => parts.join(''));

test('a number inside a line is the one that Number reads, to the last bit', () => {
  fc.assert(
    fc.property(fc.oneof(decimals, fc.double().map(String), fc.stringMatching(/^[-+.\deE]*$/)), (text) => {
      assert.ok(Object.is(numberIn(`x ${text} ns`, 2, 2 + text.length), Number(text)), text);
    }),
    { numRuns: 5_000 },
  );
});

test('a short decimal is read without a copy, anything else is left to others', () => {
  assert.equal(plainDecimal('9007199.254741', 0, 14), 9007199.254741);
  for (const text of ['', '.', '1e3', '-1', '1.2.3', ' 1', '1234567890123456', 'Infinity']) {
    assert.ok(Number.isNaN(plainDecimal(text, 0, text.length)), text);
  }
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { bundledMeasure, exceedsFont } from '../../src/chart/font.ts';
import { fit, oneLine, wrap } from '../../src/chart/text.ts';

const measured = (text: string): number => bundledMeasure(text, 20);

test('a fitted text is as it was or shorter, and never wider than its room', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 60, max: 800 }), (text, width) => {
      const fitted = fit(text, width, measured);
      assert.ok(measured(fitted) <= width);
      if (measured(oneLine(text)) <= width) assert.equal(fitted, oneLine(text));
    }),
  );
});

test('a shortened name keeps its beginning and its end', () => {
  assert.match(fit('compile-everything size=large, threads=16', 250, measured), /^compile-.*….*s=16$/);
});

test('a text has no control characters and no line breaks left', () => {
  assert.equal(oneLine(' a\u0000b\r\nc\u2028d\ttail '), 'a b c d tail');
});

test('wrapped lines hold all words while there are lines enough', () => {
  const text = 'kernel.perf_event_paranoid is 3 and this process has no CAP_PERFMON';
  const lines = wrap(text, 300, 5, measured);
  assert.ok(lines.length > 1 && lines.every((line) => measured(line) <= 300));
  assert.equal(lines.join(' '), text);
  assert.equal(wrap(text, 300, 1, measured).length, 1);
});

test('the font has what the pictures use, and says what it lacks', () => {
  assert.equal(exceedsFont('×10⁹ ± − … · µs [a1b2c3] äöüß Ж λ'), false);
  assert.equal(exceedsFont('解析'), true);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AssayError } from '../../src/core/error.ts';
import { holdsReader, read } from './reader.ts';

holdsReader('junit', ['junit/pytest.xml', 'junit/node.xml', 'junit/gotestsum.xml']);

const refused = (text: string, reason: RegExp): Promise<void> =>
  assert.rejects(read(text), (error) => error instanceof AssayError && reason.test(error.message));

test('a billion laughs are not laughed', async () => {
  const entities = Array.from({ length: 9 }, (_, i) => `<!ENTITY l${i + 1} "${`&l${i};`.repeat(10)}">`).join(
    '',
  );
  await refused(`<testsuites><!-- x --><testcase name="&l9;" time="1"/></testsuites>`, /not complete XML/);
  await refused(
    `<?xml version="1.0"?><!DOCTYPE t [<!ENTITY l0 "lol">${entities}]><testsuites><testcase name="&l9;" time="1"/></testsuites>`,
    /document type|no known format/,
  );
  const format = 'junit';
  await assert.rejects(read(`<!DOCTYPE t [${entities}]><testsuites/>`, 'results', format), /document type/);
});

test('elements that nest without end are refused', () => refused('<testsuite>'.repeat(100_000), /nest more/));

test('an attribute that trips the parser is refused', () =>
  refused('<testsuites><testcase hasOwnProperty="1" name="a" time="1"/></testsuites>', /XML/));

test('a test that ran again gives a second sample, of another suite another measurement', async () => {
  const once = '<testcase classname="a" name="b" time="1.5"/>';
  const { measurements } = await read(
    `<testsuites><testsuite name="x">${once}${once}</testsuite><testsuite name="y">${once}</testsuite></testsuites>`,
  );
  assert.deepEqual(
    measurements.map(({ benchmark, case: of, samples }) => [benchmark, of, samples]),
    [
      ['a.b', { suite: 'x' }, [1.5, 1.5]],
      ['a.b', { suite: 'y' }, [1.5]],
    ],
  );
});

test('thousands grouped by commas are one number, and other texts are none', async () => {
  const suite = (time: string): string =>
    `<testsuite name="s"><testcase name="t" time="${time}"/></testsuite>`;
  assert.deepEqual((await read(suite('1,234.5'))).measurements[0]?.samples, [1234.5]);
  await refused(suite('1,5'), /no number of seconds/);
});

test('a failure whose message is longer than a megabyte is passed over', async () => {
  const long = 'x'.repeat(1_000_000);
  const { measurements } = await read(
    `<testsuite name="s"><testcase name="t" time="1"/><testcase name="u" time="1"><failure message="${long}">${long}</failure></testcase></testsuite>`,
  );
  assert.equal(measurements.length, 1);
});

import { collector } from './collector.ts';
import type { Format } from './format.ts';
import { visitXml } from './xml.ts';

/**
 * JUnit XML: the duration of each test that passed, in seconds. A test is named by its class and itself; the
 * suites around it become the case, where they are not the class, since two suites may hold the same test. A
 * test that ran again gives a second sample. Failed and skipped tests measured nothing. A report is one run, at
 * the time of its first suite.
 */
export const junit: Format = {
  name: 'junit',
  title: 'JUnit XML, durations of tests',
  recognises: ({ text }) =>
    /^\s*(?:<\?xml[^>]*>\s*)?(?:<!--(?:(?!-->)[\s\S])*-->\s*)*<testsuites?[\s/>]/.test(text),
  async read(input, warn) {
    const found = collector();
    const suites: string[] = [];
    let at: string | null = null;
    const left = { failed: 0, untimed: 0 };
    let test: Test | null = null;
    await visitXml(input, {
      open(name, attributes, line) {
        if (name === 'testsuite') {
          suites.push(attributes.name ?? '');
          at ??= instant(attributes.timestamp);
        } else if (name === 'testcase') {
          const { name: own, classname = '', time } = attributes;
          if (!own) throw input.error('a test without a name', line);
          test = { name: own, classname, seconds: duration(time), passed: true };
          if (time !== undefined && Number.isNaN(test.seconds)) {
            throw input.error(`the time of ${own} is no number of seconds: ${time}`, line);
          }
        } else if (test && NOT_PASSED.has(name)) test.passed = false;
      },
      close(name) {
        if (name === 'testsuite') suites.pop();
        if (name !== 'testcase' || !test) return;
        const { seconds, passed } = test;
        if (!passed) left.failed++;
        else if (seconds === null) left.untimed++;
        else found.add(identity(test, suites), seconds);
        test = null;
      },
    });
    if (left.failed > 0) warn(`tests that failed or were skipped, left out: ${left.failed}`);
    if (left.untimed > 0) warn(`tests without a time, left out: ${left.untimed}`);
    return found.measurements().map((each) => ({ ...each, at }));
  },
};

interface Test {
  readonly name: string;
  readonly classname: string;
  /** `null` where the report does not say. */
  readonly seconds: number | null;
  passed: boolean;
}

const NOT_PASSED = new Set(['failure', 'error', 'skipped']);

function identity({ name, classname }: Test, suites: readonly string[]) {
  const names = suites.filter((each) => each !== '' && each !== classname);
  // Some writers make the class of the suites' names.
  const suite = names.join('.') === classname ? '' : names.join(' / ');
  return {
    benchmark: classname === '' ? name : `${classname}.${name}`,
    case: suite === '' ? {} : { suite },
    ...({ metric: 'wall', unit: 's', direction: 'lower' } as const),
  };
}

/** Some writers group thousands with commas: `1,234.5`. */
function duration(time: string | undefined): number | null {
  if (time === undefined) return null;
  const plain = /^\d{1,3}(?:,\d{3})+(?:\.\d+)?$/.test(time) ? time.replaceAll(',', '') : time.trim();
  return /^\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i.test(plain) ? Number(plain) : Number.NaN;
}

/** Only a time with its zone is an instant; most writers leave it out. */
function instant(timestamp: string | undefined): string | null {
  if (timestamp === undefined || !/T.*(?:Z|[+-]\d\d:?\d\d)$/.test(timestamp)) return null;
  const time = Date.parse(timestamp);
  return Number.isNaN(time) ? null : new Date(time).toISOString();
}

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import {
  parseBlkio,
  parseCount,
  parseCpuMax,
  parseCpuQuota,
  parseIoStat,
  parseKeyed,
  parseLimit,
} from '../../src/platform/cgroup/parse.ts';

const count = fc.integer({ min: 0, max: 2 ** 48 });
const device = fc.tuple(fc.nat(500), fc.nat(300)).map(([major, minor]) => `${major}:${minor}`);
const transfers = fc.uniqueArray(fc.record({ device, read: count, written: count }), {
  selector: (transfer) => transfer.device,
  maxLength: 20,
});

const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

describe('files of cgroups', () => {
  test('with a key and a number a line give each key its number', () => {
    const key = fc.stringMatching(/^[a-z_]{1,12}$/);
    const lines = fc.uniqueArray(fc.tuple(key, count), { selector: ([name]) => name, minLength: 1 });
    fc.assert(
      fc.property(lines, (entries) => {
        const text = entries.map(([name, value]) => `${name} ${value}\n`).join('');
        for (const [name, value] of entries) assert.equal(parseKeyed(text, 'cpu.stat', name), value);
        assert.throws(() => parseKeyed(text, 'cpu.stat', 'a-key'), /cpu\.stat does not give a-key/);
      }),
    );
  });

  test('io.stat gives the sum over devices, whatever other keys stand in a line', () => {
    fc.assert(
      fc.property(transfers, fc.boolean(), (entries, withCost) => {
        const text = entries
          .map(({ device: name, read, written }) => {
            const cost = withCost ? ' cost.usage=0' : '';
            return `${name} rbytes=${read} wbytes=${written} rios=1 wios=1 dbytes=7 dios=0${cost}\n`;
          })
          .join('');
        assert.equal(parseIoStat(text, 'rbytes'), sumOf(entries.map(({ read }) => read)));
        assert.equal(parseIoStat(`${text}8:16 \n`, 'wbytes'), sumOf(entries.map(({ written }) => written)));
      }),
    );
  });

  test('blkio gives the sum over devices, and an error where no device is named', () => {
    fc.assert(
      fc.property(transfers, (entries) => {
        const text = `${entries
          .map(
            ({ device: name, read, written }) =>
              `${name} Read ${read}\n${name} Write ${written}\n${name} Sync ${read + written}\n${name} Total ${read + written}\n`,
          )
          .join('')}Total ${sumOf(entries.map(({ read, written }) => read + written))}\n`;
        const written = () => parseBlkio(text, 'blkio', 'Write');
        if (entries.length === 0) assert.throws(written, /names no device/);
        else assert.equal(written(), sumOf(entries.map((entry) => entry.written)));
      }),
    );
  });

  test('a quota is quota over period, in both versions', () => {
    const microseconds = fc.integer({ min: 1000, max: 1_000_000 });
    fc.assert(
      fc.property(microseconds, microseconds, (quota, period) => {
        assert.equal(parseCpuMax(`${quota} ${period}\n`), quota / period);
        assert.equal(parseCpuQuota(`${quota}\n`, `${period}\n`), quota / period);
        assert.equal(parseCpuMax(`max ${period}\n`), null);
        assert.equal(parseCpuQuota('-1\n', `${period}\n`), null);
      }),
    );
  });

  test('a limit that no machine reaches is none', () => {
    assert.equal(parseLimit('max\n', 'memory.max'), null);
    assert.equal(parseLimit('9223372036854771712\n', 'memory.limit_in_bytes'), null);
    fc.assert(fc.property(count, (limit) => parseLimit(`${limit}\n`, 'memory.max') === limit));
  });

  test('of any other content give an error that names the file, and never a number that is not there', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const parsers = [
          () => parseCount(text, 'the file'),
          () => parseKeyed(text, 'the file', 'usage_usec'),
          () => parseBlkio(text, 'the file', 'Read'),
        ];
        for (const parse of parsers) {
          let value: number;
          try {
            value = parse();
          } catch (error) {
            assert.match((error as Error).message, /the file/);
            continue;
          }
          assert.ok(text.includes(String(value)) || /\d/.test(text), `${value} is not in ${text}`);
        }
      }),
    );
    for (const text of ['', ' ', '-5', '1e3', '0x10', '12 34', 'NaN']) {
      assert.throws(() => parseCount(text, 'memory.peak'), /memory\.peak does not give a number/);
    }
    for (const text of ['', '100', 'max-1 5', '5 0', '5 -1', 'x y']) assert.throws(() => parseCpuMax(text));
  });
});

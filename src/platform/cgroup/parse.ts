/** A whole number; anything else is an error that names the file. */
export function parseCount(text: string, file: string): number {
  const trimmed = text.trim();
  if (!/^\d+$/.test(trimmed)) throw new Error(`${file} does not give a number: ${trimmed.slice(0, 40)}`);
  return Number(trimmed);
}

/** Version 1 writes "no limit" as the largest page count, near 2^63; no machine has 2^60 bytes. */
const UNLIMITED = 2 ** 60;

/** A limit in bytes or pieces; `null` for none (`max`, or what version 1 writes instead). */
export function parseLimit(text: string, file: string): number | null {
  if (text.trim() === 'max') return null;
  const limit = parseCount(text, file);
  return limit >= UNLIMITED ? null : limit;
}

/** One value of a file with a `key value` a line: cpu.stat, memory.events, memory.oom_control, pids.events. */
export function parseKeyed(text: string, file: string, key: string): number {
  for (const line of text.split('\n')) {
    const [name, value, ...rest] = line.split(' ');
    if (name === key && value !== undefined && rest.length === 0) return parseCount(value, file);
  }
  throw new Error(`${file} does not give ${key}`);
}

/** `20000 100000`, quota and period in µs, as processors: 0.2. `null` without a limit (`max 100000`). */
export function parseCpuMax(text: string): number | null {
  const [quota, period] = text.trim().split(' ');
  if (quota === 'max') return null;
  return ratioOf(parseCount(quota ?? '', 'cpu.max'), parseCount(period ?? '', 'cpu.max'), 'cpu.max');
}

/** Version 1's two files in µs, as processors; a quota of -1 is no limit. */
export function parseCpuQuota(quota: string, period: string): number | null {
  if (quota.trim() === '-1') return null;
  const file = 'cpu.cfs_quota_us';
  return ratioOf(parseCount(quota, file), parseCount(period, 'cpu.cfs_period_us'), file);
}

function ratioOf(quota: number, period: number, file: string): number {
  if (period === 0) throw new Error(`${file} gives a period of 0`);
  return quota / period;
}

/**
 * Sums one key of io.stat over the devices: `254:0 rbytes=4096 wbytes=0 …` a line, none before the first transfer.
 * A line of a device may have no keys, or others than these.
 */
export function parseIoStat(text: string, key: 'rbytes' | 'wbytes'): number {
  let sum = 0;
  for (const line of text.split('\n')) {
    for (const pair of line.split(' ').slice(1)) {
      if (pair.startsWith(`${key}=`)) sum += parseCount(pair.slice(key.length + 1), 'io.stat');
    }
  }
  return sum;
}

/**
 * Sums `254:0 Read 4096` over the devices of a blkio file. Without a line of a device it says nothing, not 0: since
 * Linux 6.10 bytes are counted only on devices on which somebody set a limit (block/blk-throttle.c, blk_throtl_init).
 */
export function parseBlkio(text: string, file: string, operation: 'Read' | 'Write'): number {
  const values = [...text.matchAll(/^\d+:\d+ (\w+) (\d+)$/gm)]
    .filter(([, name]) => name === operation)
    .map(([, , bytes]) => Number(bytes));
  if (values.length === 0) throw new Error(`${file} names no device: this kernel counted no transfer`);
  return values.reduce((sum, bytes) => sum + bytes, 0);
}

import type { Machine } from '../machine.ts';
import { notSaid } from '../machine.ts';

const FOLDER = '/sys/devices/system/cpu/cpu0/cache';

/** Bytes of each cache of CPU 0 (Linux Documentation/ABI/testing/sysfs-devices-system-cpu). */
export async function probeCaches(machine: Machine): Promise<Record<string, number>> {
  const indexes = (await machine.list(FOLDER)).filter((name) => /^index\d+$/.test(name));
  const caches = await Promise.all(indexes.map((index) => readCache(machine, `${FOLDER}/${index}`)));
  const known = caches.filter((cache) => cache !== null);
  if (known.length === 0) throw notSaid(FOLDER, 'any cache');
  return Object.fromEntries(known);
}

async function readCache(machine: Machine, folder: string): Promise<readonly [string, number] | null> {
  const [level, type, size] = await Promise.all(
    ['level', 'type', 'size'].map((name) => machine.readIf(`${folder}/${name}`)),
  );
  const bytes = cacheBytes(size ?? '');
  if (!level || !type || bytes === null) return null;
  const kind = type === 'Data' ? 'd' : type === 'Instruction' ? 'i' : '';
  return [`L${level}${kind}`, bytes];
}

/** `48K`, `2048K`, `32M`. */
function cacheBytes(size: string): number | null {
  const match = /^(\d+)([KM]?)$/.exec(size);
  if (!match) return null;
  return Number(match[1]) * (match[2] === 'K' ? 1024 : match[2] === 'M' ? 1024 ** 2 : 1);
}

import { posix } from 'node:path';
import { isAllowed } from './allowed.ts';
import type { ConfigContainer } from './container-schema.ts';
import { inside } from './inside.ts';
import type { MountSpec } from './plan.ts';
import { excerpt, type Path, type Report } from './problem.ts';

/**
 * What a container gets of the user's checkout, by the paths as written. Where links lead is looked at when
 * they are mounted.
 */
export function mountsOf(
  source: { readonly prefix: string; readonly report: Report },
  at: Path,
  { mounts = [], allow = [] }: ConfigContainer,
): MountSpec[] {
  return mounts.map(({ from, to, writable = false }, index) => {
    const here = [...at, index, 'from'];
    if (!posix.isAbsolute(from)) return { from: inside(source, from, here), to, writable };
    const path = posix.normalize(from).replace(/(?<=.)\/$/, '');
    refuseUnlisted(source.report, here, path, allow);
    return { from: path, to, writable };
  });
}

/** A device is always outside of the project. */
export function refuseUnlistedDevices(
  report: Report,
  at: Path,
  devices: readonly string[],
  allow: readonly string[],
): void {
  devices.forEach((path, index) => {
    if (path.startsWith('/dev/')) refuseUnlisted(report, [...at, index], path, allow);
    else report([...at, index], 'is no device: their paths begin with /dev/');
  });
}

function refuseUnlisted(report: Report, at: Path, path: string, allow: readonly string[]): void {
  if (isAllowed(path, allow)) return;
  report(
    at,
    `${excerpt(path)} is outside of the repository; add it to allow of this environment if that is meant`,
  );
}

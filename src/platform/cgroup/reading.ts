import type { CgroupFiles } from './folders.ts';
import { OpenFiles } from './open-files.ts';
import { type Reading, reading } from './read.ts';
import { type CgroupFigures, type CgroupLimits, FIGURES, LIMITS, type Source } from './sources.ts';

/** Each figure, or why there is none. */
export type CgroupReading = { readonly [Name in keyof CgroupFigures]: Reading<CgroupFigures[Name]> };

/** Each limit as the kernel has it, or why it cannot be told. */
export type CgroupLimitReading = { readonly [Name in keyof CgroupLimits]: Reading<CgroupLimits[Name]> };

/** Reads all figures of a cgroup once. For readings around each execution, see `meterCgroup`. */
export function readCgroup(files: CgroupFiles): CgroupReading {
  using open = new OpenFiles();
  return readFigures(files, open);
}

/** Reads what a cgroup itself may use. */
export function readCgroupLimits(files: CgroupFiles): CgroupLimitReading {
  using open = new OpenFiles();
  return readAll(LIMITS, files, open);
}

/** Reads all figures through files that may be open already. */
export function readFigures(files: CgroupFiles, open: OpenFiles): CgroupReading {
  return readAll(FIGURES, files, open);
}

type Sources<T> = { readonly [Name in keyof T]: Source<T[Name]> };
type Readings<T> = { readonly [Name in keyof T]: Reading<T[Name]> };

function readAll<T>(sources: Sources<T>, files: CgroupFiles, open: OpenFiles): Readings<T> {
  // Figures of one file are of one moment, and one read.
  const texts = new Map<string, Reading<string>>();
  const textOf = (path: string): string => {
    const known = texts.get(path);
    const found = known ?? reading(() => open.read(path));
    if (known === undefined) texts.set(path, found);
    if ('unavailable' in found) throw new Error(found.unavailable);
    return found.value;
  };
  const names = Object.keys(sources) as (keyof T)[];
  const readings = names.map((name) => [name, readOne(sources[name], files, textOf)] as const);
  return Object.fromEntries(readings) as Readings<T>;
}

function readOne<T>(source: Source<T>, files: CgroupFiles, textOf: (path: string) => string): Reading<T> {
  const folder = files[source.controller];
  if ('unavailable' in folder) return folder;
  const { version, path } = folder.value;
  return reading(() => source[version]((name) => textOf(`${path}/${name}`)));
}

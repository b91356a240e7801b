import type { ContainerMetricName } from '../../core/metric.ts';
import type { CgroupFiles } from './folders.ts';
import { OpenFiles } from './open-files.ts';
import { errnoReason, type Reading } from './read.ts';
import { type CgroupReading, readFigures } from './reading.ts';
import { type CgroupFigures, PEAK_FILE } from './sources.ts';

/** What a cgroup used from one moment to another: each figure by itself, or why it is not known. */
export type CgroupUse = {
  readonly [Name in keyof Omit<CgroupFigures, 'memoryBytes'>]: Reading<number>;
};

/** Measures what one execution after another makes a cgroup use. Synchronous: some ten small files of the kernel. */
export interface CgroupMeter extends Disposable {
  /** Right before an execution. */
  begin(): void;
  /** Right after it. What the cgroup does between two executions counts for neither. */
  end(): CgroupUse;
}

/** Keeps the files open until disposed of. */
export function meterCgroup(files: CgroupFiles): CgroupMeter {
  const open = new OpenFiles();
  const peakFile = openPeak(files, open);
  let before: CgroupReading | null = null;
  let peak: Reading<true> = peakFile.opened;
  return {
    begin() {
      if (peakFile.path !== null) peak = resetPeak(peakFile.path, open);
      before = readFigures(files, open);
    },
    end() {
      if (before === null) throw new Error('a cgroup meter ended before it began');
      return usedBetween(before, readFigures(files, open), peak);
    },
    [Symbol.dispose]: () => open[Symbol.dispose](),
  };
}

/**
 * What was used between two readings. The peak belongs to that time only if it was `reset` at its beginning; the
 * highest of a longer time is not a sample of this one.
 */
export function usedBetween(before: CgroupReading, after: CgroupReading, reset: Reading<true>): CgroupUse {
  const { memoryBytes: _, peakMemoryBytes, ...counters } = after;
  const names = Object.keys(counters) as (keyof typeof counters)[];
  const used = names.map((name) => [name, risen(before[name], counters[name])] as const);
  return {
    ...(Object.fromEntries(used) as Record<keyof typeof counters, Reading<number>>),
    peakMemoryBytes: 'value' in reset ? peakMemoryBytes : reset,
  };
}

function risen(before: Reading<number>, after: Reading<number>): Reading<number> {
  if ('unavailable' in after) return after;
  if ('unavailable' in before) return before;
  const value = after.value - before.value;
  return value < 0 ? { unavailable: 'the counter began anew: it is of another cgroup' } : { value };
}

/** The samples of CONTAINER_METRICS in what one execution used. */
export function containerSamples(use: CgroupUse): Record<ContainerMetricName, Reading<number>> {
  return {
    'cgroup-cpu': use.cpuS,
    'cgroup-throttled': use.throttledS,
    'cgroup-read': use.readBytes,
    'cgroup-written': use.writtenBytes,
    'cgroup-peak-memory': use.peakMemoryBytes,
    'oom-kills': use.oomKills,
  };
}

interface PeakFile {
  /** `null` where it cannot be reset, for the reason in `opened`. */
  readonly path: string | null;
  readonly opened: Reading<true>;
}

function openPeak(files: CgroupFiles, open: OpenFiles): PeakFile {
  if ('unavailable' in files.memory) return { path: null, opened: files.memory };
  const { version, path } = files.memory.value;
  const file = `${path}/${PEAK_FILE[version]}`;
  try {
    open.openWritable(file);
    return { path: file, opened: { value: true } };
  } catch (error) {
    return { path: null, opened: { unavailable: `the peak cannot be reset: ${errnoReason(error)}` } };
  }
}

/** Version 1 takes only 0, version 2 anything that is not empty. */
function resetPeak(path: string, open: OpenFiles): Reading<true> {
  try {
    open.write(path, '0');
    return { value: true };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EINVAL') {
      return { unavailable: 'the peak cannot be reset: Linux does that from 6.12 on' };
    }
    return { unavailable: `the peak cannot be reset: ${errnoReason(error)}` };
  }
}

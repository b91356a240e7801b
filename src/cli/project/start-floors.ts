import type { Side } from '../../core/measurement.ts';
import type { StartFloor } from '../../measure/doubts.ts';
import { measureFloor } from '../../measure/floor.ts';
import type { MeasuredAt } from '../../measure/measure-plan.ts';
import type { Sampler } from '../../platform/sampler/sampler.ts';
import { median } from '../../stats/descriptive.ts';
import type { Store } from '../../store/open.ts';
import { addStartFloor } from '../../store/runs.ts';

/** What starting a process costs on each side of a run. */
export interface StartFloors {
  /** Measures it and adds it to the run, the first time. Nothing else may be measured meanwhile. */
  find(): Promise<void>;
  /** Of a side, once it was found. */
  of(side: Side): StartFloor;
}

interface Options {
  readonly store: Store;
  readonly runId: string;
  readonly signal: AbortSignal;
}

/** Each side's is taken with the sampler that took its samples: pinned as they were. */
export function startFloors(sides: ReadonlyMap<Side, MeasuredAt>, options: Options): StartFloors {
  const found = new Map<Sampler, StartFloor>();
  const samplerOf = (side: Side): Sampler => sides.get(side)!.site.sampler;
  return {
    async find() {
      if (found.size > 0) return;
      for (const sampler of new Set([...sides.keys()].map(samplerOf))) {
        const { argvS, shellS } = await measureFloor(sampler, options.signal);
        found.set(sampler, { argvS: median(argvS), shellS: median(shellS) });
      }
      await addStartFloor(options.store, options.runId, found.get(samplerOf('candidate')));
    },
    of: (side) => found.get(samplerOf(side))!,
  };
}

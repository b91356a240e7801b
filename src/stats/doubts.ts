import type { Direction } from '../core/metric.ts';
import type { Warning } from '../core/warning.ts';

export interface DoubtSettings {
  readonly unit: string;
  readonly direction?: Direction;
  /** Executions already discarded before sampling, for the advice on how many would do. */
  readonly warmup?: number;
  /** Smallest relative change worth knowing; what disturbs by less is not warned of. Default 0.02. */
  readonly tolerance?: number;
  /** Confidence of the interval of the median that the samples should allow. Default 0.99. */
  readonly confidence?: number;
}

/** What to doubt in one side's samples, in the order taken. */
export function doubts(_samples: readonly number[], _settings: DoubtSettings): Warning[] {
  return [];
}

import type { Side } from '../core/measurement.ts';
import { BUILTIN_METRICS, CONTAINER_METRICS, type Metric } from '../core/metric.ts';

/** One execution as the analysis sees it. */
export interface Observation {
  readonly block: number;
  readonly values: ReadonlyMap<string, number | null>;
}

/** What one case has given so far, in order of time. */
export class CaseSeries {
  readonly #sides: Record<Side, Observation[]> = { baseline: [], candidate: [] };

  readonly #metrics = new Map<string, Metric>(Object.entries({ ...BUILTIN_METRICS, ...CONTAINER_METRICS }));

  /** Built in, or seen in the benchmark's own results. */
  metric(name: string): Metric | undefined {
    return this.#metrics.get(name);
  }

  /** Takes note of a metric that is not built in. */
  know(metric: Metric): void {
    this.#metrics.set(metric.name, metric);
  }

  add(side: Side, observation: Observation): void {
    this.#sides[side].push(observation);
  }

  count(side: Side): number {
    return this.#sides[side].length;
  }

  /** The block after the last one that any side has begun. */
  nextBlock(): number {
    const last = (side: Side) => this.#sides[side].at(-1)?.block ?? -1;
    return Math.max(last('baseline'), last('candidate')) + 1;
  }

  /** Blocks that every one of the sides has; one that an interruption cut short does not count. */
  completeBlocks(sides: readonly Side[]): number {
    const [first, ...others] = sides.map((side) => new Set(this.#sides[side].map(({ block }) => block)));
    return first ? [...first].filter((block) => others.every((side) => side.has(block))).length : 0;
  }

  samples(side: Side, metric: string): number[] {
    return this.#sides[side].flatMap(({ values }) => values.get(metric) ?? []);
  }

  /** The blocks that are complete on both sides; an interrupted one does not count. */
  pairs(metric: string): { baseline: number[]; candidate: number[] } {
    const candidates = new Map(this.#sides.candidate.map(({ block, values }) => [block, values.get(metric)]));
    const result: { baseline: number[]; candidate: number[] } = { baseline: [], candidate: [] };
    for (const { block, values } of this.#sides.baseline) {
      const [before, after] = [values.get(metric), candidates.get(block)];
      if (typeof before !== 'number' || typeof after !== 'number') continue;
      result.baseline.push(before);
      result.candidate.push(after);
    }
    return result;
  }
}

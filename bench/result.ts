/** One comparison of Assay with a peer, both measured in the same run on the same machine. */
export interface BenchResult {
  readonly name: string;
  readonly peer: string;
  /** What was measured, for people, in the order of the table. */
  readonly rows: readonly { readonly label: string; readonly value: string }[];
  /** Assay over peer; `bound` is what the project promises to stay at or below. */
  readonly ratio: {
    readonly estimate: number;
    /** 95 % bootstrap interval. */
    readonly interval: readonly [number, number];
    readonly bound: number;
  };
  readonly note?: string;
}

/** For the terminal: one line a row, then the ratio against its bound. */
export function formatBenchResult(result: BenchResult): string {
  const { estimate, interval, bound } = result.ratio;
  const width = Math.max(...result.rows.map((row) => row.label.length));
  return [
    `${result.name}, against ${result.peer}`,
    ...result.rows.map((row) => `  ${row.label.padEnd(width)}  ${row.value}`),
    `  ratio ${estimate.toFixed(3)} [${interval[0].toFixed(3)}, ${interval[1].toFixed(3)}], at most ${bound} promised: ${estimate <= bound ? 'kept' : 'NOT KEPT'}`,
    ...(result.note ? [`  ${result.note}`] : []),
  ].join('\n');
}

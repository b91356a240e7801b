/** Linux counts no more processors than this (CONFIG_NR_CPUS of its largest builds). */
const MOST_CPUS = 8192;

/**
 * Processors as Linux lists them (`0,2-3`), in order and joined, so that equal sets are equal texts;
 * `undefined` for anything else.
 */
export function cpuList(text: string): string | undefined {
  const cpus = new Set<number>();
  for (const part of text.split(',')) {
    const [, first, last = first] = /^\s*(\d{1,5})(?:-(\d{1,5}))?\s*$/.exec(part) ?? [];
    if (first === undefined || Number(last) < Number(first) || Number(last) >= MOST_CPUS) return undefined;
    for (let cpu = Number(first); cpu <= Number(last); cpu++) cpus.add(cpu);
  }
  return ranges([...cpus].sort((a, b) => a - b));
}

function ranges(cpus: readonly number[]): string {
  const starts = cpus.filter((cpu, i) => cpus[i - 1] !== cpu - 1);
  const ends = cpus.filter((cpu, i) => cpus[i + 1] !== cpu + 1);
  return starts.map((first, i) => (first === ends[i] ? `${first}` : `${first}-${ends[i]}`)).join(',');
}

const BARS = '▁▂▃▄▅▆▇█';

/** One character a value, from the least to the most; of more values than `width`, medians of neighbours. */
export function sparkline(values: readonly number[], width: number): string {
  const shown = condensed(values, Math.max(1, width));
  const low = Math.min(...shown);
  const span = Math.max(...shown) - low;
  return shown.map((value) => BARS[span === 0 ? 3 : Math.round(((value - low) / span) * 7)]).join('');
}

function condensed(values: readonly number[], width: number): number[] {
  if (values.length <= width) return [...values];
  return Array.from({ length: width }, (_, i) => {
    const from = Math.floor((i * values.length) / width);
    const to = Math.floor(((i + 1) * values.length) / width);
    const part = values.slice(from, to).sort((a, b) => a - b);
    return part[part.length >> 1]!;
  });
}

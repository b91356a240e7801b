/** A found step counts for a true one if it is at most this many points away (van den Burg and Williams 2020). */
export const MARGIN = 5;

export interface Score {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  readonly covering: number;
  readonly falsePositives: number;
}

/**
 * F1 and covering as van den Burg and Williams (2020, section 4) define them for one annotator: position 0
 * counts as a step that everybody finds, and each true step is matched at most once.
 */
export function score(found: readonly number[], truth: readonly number[], n: number): Score {
  const truths = [0, ...truth];
  const founds = [0, ...found];
  const hits = matches(truths, founds);
  const precision = hits / founds.length;
  const recall = hits / truths.length;
  return {
    precision,
    recall,
    f1: (2 * precision * recall) / (precision + recall),
    covering: covering(truths, founds, n),
    falsePositives: founds.length - hits,
  };
}

export function matches(truths: readonly number[], founds: readonly number[]): number {
  const free = new Set(founds);
  let hits = 0;
  for (const truth of truths) {
    const near = [...free].filter((found) => Math.abs(found - truth) <= MARGIN);
    if (near.length === 0) continue;
    free.delete(near.reduce((a, b) => (Math.abs(b - truth) < Math.abs(a - truth) ? b : a)));
    hits++;
  }
  return hits;
}

/** The share of each true stretch that its most similar found stretch shares with it (Jaccard), by length. */
export function covering(truths: readonly number[], founds: readonly number[], n: number): number {
  const stretches = (starts: readonly number[]): [number, number][] =>
    starts.map((start, i) => [start, starts[i + 1] ?? n]);
  const found = stretches(founds);
  let sum = 0;
  for (const [from, to] of stretches(truths)) {
    const best = found.map(([a, b]) => {
      const both = Math.max(0, Math.min(to, b) - Math.max(from, a));
      return both / (to - from + b - a - both);
    });
    sum += (to - from) * Math.max(...best);
  }
  return sum / n;
}

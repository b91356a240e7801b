/**
 * The order that says most soonest about a history of `n` commits, as positions from 0 (oldest): the newest, the
 * oldest, then again and again the middle of the longest stretch of which nothing is known, the newest such
 * stretch first. `known` are not in it. After each of them a step is known to about half the length it was before.
 */
export function subdivisionOrder(n: number, known: ReadonlySet<number>): number[] {
  const order = [n - 1, 0].filter(
    (end, i, ends) => end < n && end >= 0 && ends.indexOf(end) === i && !known.has(end),
  );
  const anchors = [...new Set([...known, n - 1, 0])].filter((at) => at >= 0 && at < n).sort((a, b) => a - b);
  // By length: each is cut into two that are shorter, so going from the longest down meets every one once.
  const gaps: Gap[][] = [];
  const keep = (from: number, to: number): void => {
    const length = to - from - 1;
    if (length > 0) gaps[length] = [...(gaps[length] ?? []), { from, to }];
  };
  for (let i = 1; i < anchors.length; i++) keep(anchors[i - 1]!, anchors[i]!);
  for (let length = gaps.length - 1; length > 0; length--) {
    for (const { from, to } of (gaps[length] ?? []).sort((a, b) => b.to - a.to)) {
      const middle = Math.ceil((from + to) / 2);
      order.push(middle);
      keep(from, middle);
      keep(middle, to);
    }
  }
  return order;
}

/** Positions between two known ones, both excluded. */
interface Gap {
  readonly from: number;
  readonly to: number;
}

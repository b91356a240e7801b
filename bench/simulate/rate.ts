/** A share found in simulation, with its error. */
export interface Rate {
  readonly hits: number;
  readonly draws: number;
}

/** `0.52 % [0.43, 0.62]`: the share and its 95 % interval, in percent. */
export function formatRate(rate: Rate): string {
  const [low, high] = clopperPearson(rate, 0.95);
  return `${percent(rate.hits / rate.draws)} % [${percent(low)}, ${percent(high)}]`;
}

/** Exact binomial interval of a share (Clopper and Pearson 1934), by bisection of the binomial tails. */
export function clopperPearson({ hits, draws }: Rate, confidence: number): [number, number] {
  const tail = (1 - confidence) / 2;
  const low = hits === 0 ? 0 : bisect((p) => 1 - binomialCdf(hits - 1, draws, p) < tail);
  const high = hits === draws ? 1 : bisect((p) => binomialCdf(hits, draws, p) > tail);
  return [low, high];
}

/** P(Binomial(draws, p) ≤ hits). */
export function binomialCdf(hits: number, draws: number, p: number): number {
  if (p <= 0) return 1;
  if (p >= 1) return hits >= draws ? 1 : 0;
  let logProbability = draws * Math.log1p(-p);
  let sum = Math.exp(logProbability);
  for (let k = 1; k <= hits; k++) {
    logProbability += Math.log((draws - k + 1) / k) + Math.log(p) - Math.log1p(-p);
    sum += Math.exp(logProbability);
  }
  return Math.min(1, sum);
}

/** The p in [0, 1] up to which `below` holds. */
function bisect(below: (p: number) => boolean): number {
  let low = 0;
  let high = 1;
  for (let i = 0; i < 50; i++) {
    const middle = (low + high) / 2;
    if (below(middle)) low = middle;
    else high = middle;
  }
  return low;
}

function percent(share: number): string {
  const value = share * 100;
  return value === 0 || value === 100 ? String(value) : value.toFixed(value < 10 || value > 99 ? 2 : 1);
}

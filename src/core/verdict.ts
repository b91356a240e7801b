/** What a comparison concludes of one metric of one case. */
export type Verdict = 'regression' | 'improvement' | 'unchanged' | 'inconclusive';

/** The run's verdict: a regression outweighs missing evidence, which outweighs an improvement. */
export function worstVerdict(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.length === 0) return 'inconclusive';
  const order: Verdict[] = ['regression', 'inconclusive', 'improvement', 'unchanged'];
  return order.find((verdict) => verdicts.includes(verdict)) ?? 'inconclusive';
}

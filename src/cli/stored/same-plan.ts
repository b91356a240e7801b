import type { Place, Plan } from '../../config/plan.ts';
import { canonicalJson } from '../../core/canonical.ts';

/** Whether the same would be measured in the same way and place; what chose the place may differ. */
export function isSamePlan(a: unknown, b: Plan): boolean {
  return canonicalJson(unreasoned(a as Plan | null)) === canonicalJson(unreasoned(b));
}

function unreasoned(plan: Plan | null): unknown {
  return plan && { ...plan, ...chosen('place', plan.place), ...chosen('basePlace', plan.basePlace) };
}

function chosen(key: string, place: Place | undefined): Record<string, unknown> {
  return place ? { [key]: place.environment } : {};
}

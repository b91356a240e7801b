/** A parameter's value as written in `assay.yaml`. */
export type ParamValue = string | number | boolean;

/** One point of a benchmark's parameter matrix; `{}` for a benchmark without parameters. */
export type Case = Readonly<Record<string, ParamValue>>;

/** A stable text for a case, for keys and ordering: canonical JSON with sorted names. */
export function caseKey(of: Case): string {
  return JSON.stringify(Object.fromEntries(Object.entries(of).sort(([a], [b]) => (a < b ? -1 : 1))));
}

/** `size=large, threads=2`; the empty string for a benchmark without parameters. */
export function caseLabel(of: Case): string {
  return Object.entries(of)
    .map(([name, value]) => `${name}=${value}`)
    .join(', ');
}

/**
 * A moment as ISO 8601 in UTC, or `null` where the text is none. A text without a zone is none either: in
 * which zone the tool ran is not known.
 */
export function utc(text: string): string | null {
  if (!/^\d{4}-\d\d-\d\d[T ]\d\d:\d\d.*(?:Z|[+-]\d\d:?\d\d)$/.test(text)) return null;
  return utcOfMs(Date.parse(text));
}

/** Of milliseconds since 1970. */
export function utcOfMs(ms: number): string | null {
  const date = new Date(ms);
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}

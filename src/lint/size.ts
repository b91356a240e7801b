const FACTORS: Readonly<Record<string, number>> = {
  '': 1,
  b: 1,
  k: 1024,
  m: 1024 ** 2,
  g: 1024 ** 3,
  t: 1024 ** 4,
};

/**
 * Bytes of `512m`, `1.5g`, `18.5GB` as Docker and Compose write sizes: all prefixes are powers of 1024
 * (github.com/docker/go-units, RAMInBytes). `null` for anything else.
 */
export function bytesOf(value: unknown): number | null {
  if (typeof value === 'number') return value >= 0 ? value : null;
  if (typeof value !== 'string') return null;
  const [, digits, prefix] = /^(\d{1,15}(?:\.\d{1,9})?) ?([kmgt]?)(?:i?b)?$/i.exec(value.trim()) ?? [];
  if (digits === undefined || prefix === undefined) return null;
  return Math.floor(Number(digits) * FACTORS[prefix.toLowerCase()]!);
}

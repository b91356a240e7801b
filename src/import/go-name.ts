import type { Identity } from './collector.ts';

/** `Repeat/n=10-2`: parts with a key and the suffix of processors become the case, with what is known already. */
export function goName(
  text: string,
  config: Readonly<Record<string, string>>,
): Pick<Identity, 'benchmark' | 'case'> {
  const [, name = text, processors] = /^(.*?)(?:-(\d+))?$/.exec(text)!;
  const [first = '', ...rest] = name.split('/');
  const named = [first];
  const point: Record<string, string> = { ...config };
  for (const part of rest) {
    const [, key, value] = /^([^=]+)=(.*)$/.exec(part) ?? [];
    if (key === undefined || Object.hasOwn(point, key)) named.push(part);
    else Object.defineProperty(point, key, { value, enumerable: true });
  }
  if (processors !== undefined) point.gomaxprocs = processors;
  return { benchmark: named.join('/'), case: point };
}

import { environmentId } from '../../src/environment/identify.ts';

/** The same environment but for one field of its identity. */
export function identifiedAs(
  record: { readonly identity: object },
  group: string,
  name: string,
  value: unknown,
): { id: string; identity: object } {
  const identity: Record<string, Record<string, unknown>> = structuredClone({ ...record.identity });
  identity[group] = { ...identity[group], [name]: { value } };
  return { id: environmentId(identity), identity };
}

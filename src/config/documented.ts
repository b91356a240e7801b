import { z } from 'zod';

/** What the reference says of a key besides its description. */
export interface KeyDocument {
  /** The values it takes, in words. */
  readonly form: string;
  /** What holds when it is left out, in words; absent where there is no such thing. */
  readonly default?: string;
}

/** The documents of all keys; descriptions are in zod's own registry, and so in the JSON Schema. */
export const KEY_DOCUMENTS = z.registry<KeyDocument>();

/** An optional key with its description. */
export function optional<Schema extends z.ZodType>(
  schema: Schema,
  description: string,
  document: KeyDocument,
): z.ZodOptional<Schema> {
  return described(schema.optional(), description, document) as z.ZodOptional<Schema>;
}

/** A key that must be there, with its description. */
export function described<Schema extends z.ZodType>(
  schema: Schema,
  description: string,
  document: KeyDocument,
): Schema {
  const named = schema.meta({ description });
  KEY_DOCUMENTS.add(named, document);
  return named;
}

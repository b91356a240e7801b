import { commandDocuments } from './commands.ts';
import { configurationDocuments } from './configuration.ts';
import { exitCodeDocuments } from './exit-codes.ts';
import { lintRuleDocuments } from './lint-rules.ts';
import { schemaDocuments } from './schemas.ts';

/** Everything that is generated: path from the top of the repository, and text. */
export async function generatedDocuments(): Promise<ReadonlyMap<string, string>> {
  return new Map([
    ...configurationDocuments(),
    ...(await commandDocuments()),
    ...schemaDocuments(),
    ...exitCodeDocuments(),
    ...lintRuleDocuments(),
  ]);
}

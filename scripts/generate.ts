import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ROOT } from './command.ts';
import { generatedDocuments } from './generate/documents.ts';

/** Writes docs/reference anew from the code. What is no longer generated goes with its folder. */
const documents = await generatedDocuments();
rmSync(join(ROOT, 'docs/reference/schemas'), { recursive: true, force: true });
for (const [path, text] of documents) {
  mkdirSync(dirname(join(ROOT, path)), { recursive: true });
  writeFileSync(join(ROOT, path), text);
}
console.log(`wrote ${documents.size} documents`);

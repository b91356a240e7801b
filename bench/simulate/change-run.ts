import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { delayTable, falseStepTable, foundStepTable } from './change.ts';
import { thresholdTable } from './change-threshold.ts';
import { replaceBetweenMarkers } from './table.ts';

/**
 * Simulates the operating characteristics of change points and writes their tables into docs/statistics.md, or,
 * with `--quick`, prints tables from a twentieth of the draws. Seeds are fixed.
 */
const page = fileURLToPath(new URL('../../docs/statistics.md', import.meta.url));
const quick = process.argv.includes('--quick');
const share = quick ? 1 / 20 : 1;
const tables = new Map([
  ['change-threshold', thresholdTable(share)],
  ['change-false', falseStepTable(share)],
  ['change-found', foundStepTable(share)],
  ['change-delay', delayTable(share)],
]);
if (quick) process.stdout.write(`${[...tables.values()].join('\n\n')}\n`);
else {
  let text = await readFile(page, 'utf8');
  for (const [name, table] of tables) text = replaceBetweenMarkers(text, name, table);
  await writeFile(page, text);
}

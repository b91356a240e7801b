import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { exampleTable } from './example.ts';
import { falseAlarmTable, simulateFalseAlarms } from './false-alarms.ts';
import { forecastTable, simulateForecasts } from './forecast.ts';
import { independentTable, simulateIndependent } from './independent.ts';
import { looksTable } from './looks.ts';
import { coverageTable, equalTable, powerTable, simulatePower } from './power.ts';
import { simulateStored, storedTable } from './stored.ts';
import { replaceBetweenMarkers } from './table.ts';
import { simulateWarnings, warningTable } from './warnings.ts';

/**
 * Simulates the operating characteristics of the statistics. Writes their tables into docs/statistics.md, or,
 * with `--quick`, prints tables from a fiftieth of the draws and writes nothing. Seeds are fixed: the same
 * version gives the same tables.
 */
const page = fileURLToPath(new URL('../../docs/statistics.md', import.meta.url));
const quick = process.argv.includes('--quick');
const tables = simulate(quick ? 1 / 50 : 1);
if (quick) process.stdout.write(`${[...tables.values()].join('\n\n')}\n`);
else await writeTables(tables);

function simulate(share: number): Map<string, string> {
  const power = simulatePower(share);
  return new Map([
    ['example', exampleTable()],
    ['looks', looksTable()],
    ['false-alarms', falseAlarmTable(simulateFalseAlarms(share))],
    ['equal', equalTable(power)],
    ['power', powerTable(power)],
    ['coverage', coverageTable(power)],
    ['independent', independentTable(simulateIndependent(share))],
    ['stored', storedTable(simulateStored(share))],
    ['forecast', forecastTable(simulateForecasts(share))],
    ['warnings', warningTable(simulateWarnings(share))],
  ]);
}

async function writeTables(byName: ReadonlyMap<string, string>): Promise<void> {
  let text = await readFile(page, 'utf8');
  for (const [name, table] of byName) text = replaceBetweenMarkers(text, name, table);
  await writeFile(page, text);
}

import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';

/**
 * The script that one would write in place of an import, which checks nothing: `plain-loop.ts FILE`. Reads line by
 * line and gathers the values by name.
 */
const file = process.argv[2]!;
const values = new Map<string, number[]>();

function add(name: string, value: number): void {
  const known = values.get(name);
  if (known) known.push(value);
  else values.set(name, [value]);
}

function ofLine(): (line: string) => void {
  if (file.endsWith('.txt')) {
    return (line) => {
      if (!line.startsWith('Benchmark')) return;
      const fields = line.split(/\s+/);
      for (let i = 2; i + 1 < fields.length; i += 2) add(`${fields[0]} ${fields[i + 1]}`, Number(fields[i]));
    };
  }
  if (file.endsWith('.csv')) {
    return (line) => {
      const cells = line.split(',');
      add(`${cells[0]} ${cells[1]} ${cells[4]}`, Number(cells[5]));
    };
  }
  if (file.endsWith('.ndjson')) {
    return (line) => {
      const row = JSON.parse(line);
      add(`${row.benchmark} ${row.metric} ${row.case.n}`, row.value);
    };
  }
  if (file.endsWith('.json')) {
    return (line) => {
      const { type, metric, data } = JSON.parse(line);
      if (type === 'Point') add(metric, data.value);
    };
  }
  return (line) => {
    const fields = line.split(' ');
    add(fields[3]!, Number(fields[2]) / 1e6);
  };
}

const visit = ofLine();
for await (const line of createInterface({ input: createReadStream(file) })) visit(line);
console.log([...values].map(([name, of]) => `${name} ${of.length}`).join('\n'));

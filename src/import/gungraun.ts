import type { Case } from '../core/case.ts';
import { measurement } from './collector.ts';
import type { Format } from './format.ts';
import type { ImportedMeasurement } from './imported.ts';

/** `  L1 Hits:                     434|400                  (+8.50000%) [+1.08500x]`: new before old. */
const FIGURE = /^ {2}(\S.*?): +(\d+(?:\.\d+)?|N\/A)\|/;

const RESULT = /^(?:Gungraun|Iai-Callgrind) result: .*?(\d+) benchmarks? finished/;

/**
 * Counts of one simulated execution, so each is the only sample of its metric; like gungraun's own limits, it
 * takes more as worse, except for rates. The id and the arguments of a benchmark become the case.
 */
export const gungraun: Format = {
  name: 'gungraun',
  title: 'gungraun and iai-callgrind, stdout',
  recognises: ({ text }) => /^ {2}Instructions: +\d+\|/m.test(text),
  async read(input) {
    const found: ImportedMeasurement[] = [];
    const names = new Set<string>();
    let current: { benchmark: string; case: Case } | null = null;
    let finished: number | null = null;
    const { count } = await input.lines((line, number) => {
      const result = RESULT.exec(line);
      if (result) finished = (finished ?? 0) + Number(result[1]);
      const name = named(line);
      if (name) {
        names.add(line);
        current = name;
      }
      const [, title, text] = FIGURE.exec(line) ?? [];
      if (title === undefined || text === 'N/A') return;
      if (current === null) throw input.error('a figure before the name of its benchmark', number);
      const metric = title.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
      const direction = /rate/.test(metric) ? null : 'lower';
      found.push(measurement({ ...current, metric, unit: '1', direction }, { samples: [Number(text)] }));
    });
    if (finished !== names.size) {
      const said = finished === null ? 'no result line' : `its result line counts ${finished}`;
      throw input.error(`${names.size} benchmarks, and ${said}: the file was cut`, count, HINT);
    }
    return found;
  },
};

const HINT = 'save all that the benchmark prints, up to `Gungraun result:`';

/** `module::group::function id:arguments` */
function named(line: string): { benchmark: string; case: Case } | null {
  const space = line.indexOf(' ');
  const benchmark = space === -1 ? line : line.slice(0, space);
  if (!benchmark.includes('::')) return null;
  if (space === -1) return { benchmark, case: {} };
  const [, id, args] = /^([^\s:]+)(?::(.*))?$/.exec(line.slice(space + 1)) ?? [];
  return id === undefined ? null : { benchmark, case: caseOf(id, args) };
}

function caseOf(id: string | undefined, args: string | undefined): Case {
  return { ...(id !== undefined && { id }), ...(args !== undefined && { args }) };
}

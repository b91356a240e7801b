import type { Format, Input } from './format.ts';
import { type GoReader, goReader } from './go.ts';

interface Event {
  readonly Action?: unknown;
  readonly Package?: unknown;
  readonly Output?: unknown;
}

/**
 * The events of `go test -json` (go doc test2json): the text of each package in pieces, which may break in the
 * midst of a line, mixed with that of others.
 */
export const goJson: Format = {
  name: 'go',
  title: 'go test -bench -json',
  recognises: ({ text }) => /^\s*\{"Time":"[^"]*","Action":"/.test(text),
  async read(input, warn) {
    const packages = new Map<string, { reader: GoReader; rest: string; ended: boolean }>();
    const { count, ended } = await input.lines((line, number) => {
      if (line === '') return;
      const event = parseEvent(line, number, input);
      const name = typeof event.Package === 'string' ? event.Package : '';
      const found = packages.get(name) ?? { reader: goReader(input, warn), rest: '', ended: false };
      packages.set(name, found);
      if (event.Action === 'output' && typeof event.Output === 'string') {
        const lines = (found.rest + event.Output).split('\n');
        found.rest = lines.pop()!;
        for (const each of lines) found.reader.line(each, number);
      }
      const whole = !Object.hasOwn(event, 'Test');
      if (whole && /^(?:pass|fail|skip)$/.test(String(event.Action))) found.ended = true;
    });
    if (!ended) throw input.error('the last line has no end: the file was cut', count);
    return [...packages].flatMap(([name, found]) => {
      if (!found.ended) throw input.error(`package ${name} does not end: the file was cut`, count);
      return found.reader.end(count);
    });
  },
};

function parseEvent(line: string, number: number, input: Input): Event {
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value === 'object' && value !== null) return value;
  } catch (cause) {
    throw input.error(`not JSON: ${(cause as Error).message}`, number);
  }
  throw input.error('not an object', number);
}

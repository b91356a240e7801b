import { CONFIDENCE } from './bootstrap.ts';
import type { Limit, Outcome } from './outcome.ts';
import type { Ran, Results } from './results.ts';

/** bench/RESULTS.md */
export function resultsPage({ machine, benches }: Results, names: readonly string[]): string {
  const ran = names.flatMap((name) => (benches[name] ? [[name, benches[name]] as const] : []));
  return [
    '# Assay against its peers',
    '',
    'Written by `make bench`; never edited by hand. Each ratio is our time to the time of the named peer, taken',
    'in turn on the same machine: the median over the blocks, and in brackets its bootstrap interval at',
    `${CONFIDENCE * 100} % unless the bench says otherwise. Below 1 is faster than the peer. A bound is met when the`,
    'whole interval keeps it; "met, not surely" when only the estimate does.',
    '',
    ...table(['', ''], [['environment', machine.environment], ...machine.facts]),
    '',
    ...table(
      ['bench', 'peer', 'ratio', 'bound', 'met'],
      ran.flatMap(([, { outcomes }]) => outcomes.flatMap(summaryRows)),
    ),
    '',
    ...ran.flatMap(([name, bench]) => section(name, bench)),
  ].join('\n');
}

/** For the terminal: the same rows without a table's rules. */
export function outcomeText(outcome: Outcome): string {
  const rows = outcome.rows.map(({ label, value }) => `  ${label}: ${value}`);
  const bounds = summaryRows(outcome).map(([, , value, bound, met]) => `  ${value}, bound ${bound}: ${met}`);
  return [`${outcome.name} (peer: ${outcome.peer})`, ...rows, ...bounds, ''].join('\n');
}

function summaryRows({ name, peer, ratio, limits = [] }: Outcome): string[][] {
  const ratios = ratio === null ? [] : [[name, peer, ratioText(ratio), `≤ ${ratio.bound}`, ratioMet(ratio)]];
  return [...ratios, ...limits.map((limit) => limitRow(name, limit))];
}

type Ratio = NonNullable<Outcome['ratio']>;

function ratioText({ estimate, interval }: Ratio): string {
  return `${digits(estimate)} [${digits(interval[0])}, ${digits(interval[1])}]`;
}

/** Three digits tell a ratio from its bound; more would be noise. */
function digits(ratio: number): string {
  return ratio.toPrecision(3);
}

function ratioMet({ estimate, interval, bound }: Ratio): string {
  if (interval[1] <= bound) return 'met';
  return estimate <= bound ? 'met, not surely' : '**not met**';
}

function limitRow(name: string, { label, value, bound, met }: Limit): string[] {
  return [`${name}: ${label}`, 'none', value, bound, met ? 'met' : '**not met**'];
}

function section(name: string, { at, loadBefore, outcomes }: Ran): string[] {
  return outcomes.flatMap((outcome) => [
    `## ${outcome.name}`,
    '',
    `\`make bench NAMES=${name}\`, ${at}, ${outcome.peer === 'none' ? 'without a peer' : `against ${outcome.peer}`}. The machine's load over the minute before was`,
    `${loadBefore.toFixed(2)}.${outcome.note ? ` ${outcome.note}` : ''}`,
    '',
    ...table(
      ['', ''],
      outcome.rows.map(({ label, value }) => [label, value]),
    ),
    '',
  ]);
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)];
}

import type { Case, ParamValue } from '../core/case.ts';
import type { ConfigBenchmark } from './benchmark-schema.ts';
import { LIMITS } from './defaults.ts';
import { suggestion } from './nearest.ts';
import { excerpt, type Path } from './problem.ts';

/** Told of each problem, at a path below the benchmark. */
export type Report = (path: Path, message: string) => void;

/**
 * Every combination of the parameters less the excluded ones, in the order written, the last parameter
 * changing fastest. Empty only after a problem was reported.
 */
export function casesOf(benchmark: ConfigBenchmark, report: Report): Case[] {
  const params = Object.entries(benchmark.params ?? {});
  const count = params.reduce((product, [, values]) => product * values.length, 1);
  if (count > LIMITS.cases) {
    report(['params'], `makes ${count} cases; at most ${LIMITS.cases} fit in one benchmark: split it`);
    return [];
  }
  reportRepeated(params, report);
  reportStrange(benchmark, report);
  const excluded = (point: Case) =>
    (benchmark.exclude ?? []).some((item) =>
      Object.entries(item).every(([name, value]) => Object.hasOwn(point, name) && same(point[name]!, value)),
    );
  const cases = product(params).filter((point) => !excluded(point));
  if (cases.length === 0) report(['exclude'], 'leaves no case; remove an item');
  return cases;
}

function product(params: readonly (readonly [string, readonly ParamValue[]])[]): Case[] {
  let cases: [string, ParamValue][][] = [[]];
  for (const [name, values] of params) {
    cases = cases.flatMap((point) =>
      values.map((value): [string, ParamValue][] => [...point, [name, value]]),
    );
  }
  return cases.map((point) => Object.fromEntries(point));
}

/** Values are compared as they stand in a command. */
function same(a: ParamValue, b: ParamValue): boolean {
  return String(a) === String(b);
}

function reportRepeated(params: readonly (readonly [string, readonly ParamValue[]])[], report: Report): void {
  for (const [name, values] of params) {
    const seen = new Set<string>();
    for (const [index, value] of values.entries()) {
      if (seen.has(String(value)))
        report(['params', name, index], `duplicate value ${excerpt(String(value))}; remove one`);
      seen.add(String(value));
    }
  }
}

/** Exclusions that name no parameter or no value of it would silently exclude nothing. */
function reportStrange(benchmark: ConfigBenchmark, report: Report): void {
  const params = benchmark.params ?? {};
  for (const [index, item] of (benchmark.exclude ?? []).entries()) {
    for (const [name, value] of Object.entries(item)) {
      const path = ['exclude', index, name];
      if (!Object.hasOwn(params, name)) {
        report(path, `there is no parameter ${excerpt(name)}${suggestion(name, Object.keys(params))}`);
      } else if (!params[name]!.some((known) => same(known, value))) {
        const known = params[name]!.map(String);
        report(path, `${excerpt(String(value))} is no value of ${name}${suggestion(String(value), known)}`);
      }
    }
  }
}

import type { Plan } from '../../config/plan.ts';
import { type Case, caseLabel } from '../../core/case.ts';
import { AssayError } from '../../core/error.ts';
import { isBuiltin } from '../../core/metric.ts';
import type { DirectedMeasurement } from '../../import/directions.ts';
import type { ImportedMeasurement } from '../../import/imported.ts';
import { isWrittenAnew, type OwnValue, type ResultReader } from '../../measure/own-results.ts';
import { median } from '../../stats/descriptive.ts';

/**
 * The readers of `assay import` for the results that benchmarks leave; `null` where the plan has none. What is
 * wrong with the configuration is told here, before anything is built.
 */
export async function resultReader(plan: Plan): Promise<ResultReader | null> {
  const parsing = plan.benchmarks.flatMap(({ name, cases }) =>
    cases.flatMap(({ parse }) => (parse ? [{ name, format: parse.format }] : [])),
  );
  if (parsing.length === 0) return null;
  const { FORMAT_NAMES } = await import('../../import/formats.ts');
  for (const { name, format } of parsing) {
    if (FORMAT_NAMES.includes(format)) continue;
    throw new AssayError('config', `benchmarks.${name}.parse.format: no file has the format ${format}`, {
      hint: `the formats are ${FORMAT_NAMES.join(', ')}`,
    });
  }
  const { readResults } = await import('../../import/read.ts');
  const { parseMapping } = await import('../../import/table-mapping.ts');
  const { withDirections } = await import('../../import/directions.ts');
  const { directions = {}, map = null } = plan.unsaid ?? {};
  const otherwise = map === null ? undefined : parseMapping(map, 'import.map');
  const known = new Map(Object.entries(directions));
  return async (path, shown, { benchmark, format }) => {
    const { measurements } = await readResults(path, shown, { format, otherwise, only: isWrittenAnew });
    const directed = withDirections(measurements, known);
    if (directed.unknown.length > 0) throw undirected(benchmark, shown, directed.unknown);
    return ownValues(directed.known, shown);
  };
}

/**
 * One value of each metric: the median of what the tool took in this execution, so that an execution stays one
 * sample; where it kept a summary only, the median that it states, else the mean. What has neither is left out.
 */
export function ownValues(measurements: readonly DirectedMeasurement[], shown: string): OwnValue[] {
  const values = new Map<string, OwnValue>();
  const nameOf = namesIn(measurements);
  for (const each of measurements) {
    const { samples, summary, unit, direction } = each;
    const value = samples.length > 0 ? median(samples) : (summary?.median ?? summary?.mean ?? null);
    if (value === null) continue;
    const name = nameOf(each);
    if (values.has(name)) {
      throw new AssayError(
        'input',
        `${shown}: ${name} is in it more than once, so it is not of one execution`,
      );
    }
    values.set(name, { name, unit, direction, value });
  }
  return [...values.values()];
}

/**
 * The metric's own name where the results are of one benchmark and case and no built-in metric has it; else
 * after the name of the benchmark, and its case where it has one: `BenchmarkParse size=10, gomaxprocs=2 wall`.
 */
function namesIn(measurements: readonly ImportedMeasurement[]): (of: ImportedMeasurement) => string {
  const label = (of: { readonly benchmark: string; readonly case: Case }): string =>
    [of.benchmark, caseLabel(of.case)].filter(Boolean).join(' ');
  const several = new Set(measurements.map(label)).size > 1;
  return (of) => (several || isBuiltin(of.metric) ? `${label(of)} ${of.metric}` : of.metric);
}

function undirected(benchmark: string, shown: string, metrics: readonly string[]): AssayError {
  const said = metrics.map((metric) => `${JSON.stringify(metric)}: lower`).join(', ');
  return new AssayError(
    'config',
    `benchmarks.${benchmark}.parse: ${shown} does not say which way is better: ${metrics.join(', ')}`,
    { hint: `say it in assay.yaml, lower or higher: import: { directions: { ${said} } }` },
  );
}

import { caseLabel } from '../../core/case.ts';
import { formatValue } from '../../core/unit.ts';
import type { Context } from '../context.ts';
import type { NoiseResult } from '../schemas/noise.ts';
import { painter } from '../terminal/paint.ts';
import { textTable } from '../terminal/table.ts';

type Series = NoiseResult['series'][number];

export function printNoise(context: Context, result: NoiseResult): void {
  const paint = painter(context.color);
  context.stdout(`${result.label} against itself, ${result.runs.length} runs\n\n${noiseTable(result)}\n`);
  context.stdout(`${neededTable(result)}\n`);
  const { budget, simulated, atMost, trials } = result.falseAlarm;
  context.stdout(
    `Chance of one or more false alarms in a comparison: at most ${percent(budget)} by the budget; ${percent(simulated)} of ${trials} trials drawn from these samples (up to ${percent(atMost)}).\n`,
  );
  for (const line of result.series.flatMap(remarks)) context.stdout(`${line}\n`);
  context.stdout(`${paint('dim', `environment ${result.environment} · runs ${result.runs.join(' ')}`)}\n`);
}

function noiseTable({ series }: NoiseResult): string {
  return textTable(
    [
      { title: 'benchmark' },
      { title: 'metric' },
      { title: 'median', align: 'right' },
      { title: 'in a run', align: 'right' },
      { title: 'between runs', align: 'right' },
      { title: 'neighbours' },
      { title: 'warm-up', align: 'right' },
      { title: 'n', align: 'right' },
    ],
    series.map((each) => [
      nameOf(each),
      each.metric,
      formatValue(each.median, each.unit),
      plusMinus(each.withinSd),
      plusMinus(each.betweenSd),
      each.autocorrelation === null
        ? 'n/a'
        : `${each.autocorrelation.value.toFixed(2)} [${each.autocorrelation.interval.map((end) => end.toFixed(2)).join(', ')}]`,
      String(each.warmUp),
      String(each.samples),
    ]),
  );
}

function neededTable({ series }: NoiseResult): string {
  const changes = series[0]?.blocksFor.map(({ change }) => change) ?? [];
  return textTable(
    [
      { title: 'assay compare will see' },
      { title: 'metric' },
      { title: 'interval', align: 'right' },
      { title: 'blocks', align: 'right' },
      { title: 'detectable', align: 'right' },
      ...changes.map((change) => ({ title: `blocks for ${percent(change)}`, align: 'right' as const })),
    ],
    series.map((each) => [
      nameOf(each),
      each.metric,
      plusMinus(each.halfWidth),
      each.blocks === null ? 'n/a' : String(each.blocks),
      plusMinus(each.minimumDetectable),
      ...each.blocksFor.map(({ blocks }) => (blocks === null ? 'n/a' : blocks.toLocaleString('en-US'))),
    ]),
  );
}

function remarks(of: Series): string[] {
  const name = `  ${nameOf(of)} ${of.metric}`;
  const { autocorrelation, falseAlarms, warmUp } = of;
  return [
    ...(warmUp > 0 ? [`${name}: raise \`warmup\` by ${warmUp}`] : []),
    ...(autocorrelation && autocorrelation.interval[0] > 0.2
      ? [`${name}: neighbouring samples are alike, so each tells less than its number suggests`]
      : []),
    ...(falseAlarms > 0
      ? [`${name}: ${falseAlarms} of the runs called a difference where there is none`]
      : []),
  ];
}

function nameOf(of: Series): string {
  return [of.benchmark, caseLabel(of.case)].filter(Boolean).join(' ');
}

function plusMinus(value: number | null): string {
  return value === null ? 'n/a' : `±${percent(value)}`;
}

function percent(value: number): string {
  return `${Number((value * 100).toPrecision(2))} %`;
}

import { formatChange } from '../../src/core/unit.ts';
import { pairedEstimate } from '../../src/stats/paired.ts';
import { signedRankCritical } from '../../src/stats/signed-rank.ts';
import { markdownTable } from './table.ts';

/** Eighteen blocks in milliseconds, made up: the machine slows down half-way and one execution is delayed. */
const BASELINE = [
  101.2, 100.4, 102.0, 100.9, 101.5, 101.1, 100.7, 101.8, 101.3, 118.3, 119.0, 117.9, 118.8, 118.1, 119.4,
  118.6, 117.7, 118.9,
];
const CANDIDATE = [
  104.9, 104.6, 104.8, 105.2, 104.1, 171.0, 104.7, 104.0, 105.1, 122.4, 122.8, 123.1, 121.9, 122.9, 122.6,
  121.8, 123.3, 122.2,
];

const JUDGEMENT = { tolerance: 0.02, alpha: 0.005, direction: 'lower', unit: 's' } as const;

/** The worked example: the product's own answer to eighteen blocks. */
export function exampleTable(): string {
  const n = BASELINE.length;
  const { ratio, interval, minimumDetectable, verdict } = pairedEstimate(BASELINE, CANDIDATE, JUDGEMENT);
  const walsh = (n * (n + 1)) / 2;
  const k = signedRankCritical(n, JUDGEMENT.alpha);
  const rows = BASELINE.map((from, i) => [
    String(i + 1),
    from.toFixed(1),
    CANDIDATE[i]!.toFixed(1),
    formatChange(CANDIDATE[i]! / from),
  ]);
  const facts: [string, string][] = [
    ['Walsh averages of ln(candidate/baseline)', String(walsh)],
    [`k for ${n} blocks at α = ${JUDGEMENT.alpha}`, String(k)],
    ['median Walsh average, as ratio', ratio!.toFixed(4)],
    [`${ordinal(k)} smallest and ${ordinal(k)} largest`, interval.map((end) => end!.toFixed(4)).join(' … ')],
    ['minimum detectable effect', formatChange(1 + minimumDetectable!)],
    [`verdict at δ = ${JUDGEMENT.tolerance}`, verdict],
  ];
  const list = facts.map(([what, value]) => `${what.padEnd(44)}${value}`).join('\n');
  return markdownTable(
    ['block', 'baseline, ms', 'candidate, ms', 'change'],
    rows,
    `\`\`\`text\n${list}\n\`\`\``,
  );
}

function ordinal(k: number): string {
  return `${k}${['th', 'st', 'nd', 'rd'][k % 10 > 3 || (k > 10 && k < 14) ? 0 : k % 10]}`;
}

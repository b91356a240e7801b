import { lookSchedule } from '../../src/stats/looks.ts';
import { ASKED } from './false-alarms.ts';
import { markdownTable } from './table.ts';

const BLOCKS = { min: 10, max: 400 };

/** When a comparison looks, for runs of 1, 10 and 100 comparisons. */
export function looksTable(): string {
  const rows = [1, 10, 100].map((comparisons) => {
    const alpha = ASKED / comparisons;
    const { looks, finalAlpha, minFinalBlocks } = lookSchedule(alpha, BLOCKS.min, BLOCKS.max);
    return [
      String(comparisons),
      percent(alpha),
      looks.map(({ blocks }) => blocks).join(', '),
      percent(looks[0]!.alpha),
      percent(finalAlpha),
      String(minFinalBlocks),
    ];
  });
  return markdownTable(
    [
      'compared',
      'share of each',
      'interim looks at blocks',
      'α of each',
      'α of the final look',
      'fewest blocks',
    ],
    rows,
    `For a false-alarm budget of ${percent(ASKED)} and ${BLOCKS.min} to ${BLOCKS.max} blocks.`,
  );
}

function percent(share: number): string {
  return `${Number((share * 100).toPrecision(2))} %`;
}

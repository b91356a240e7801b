import type * as z from 'zod';
import {
  differingParts,
  type FieldDifference,
  GRADES,
  type Grade,
  isApart,
} from '../../environment/difference.ts';
import { formatField } from '../../environment/field-value.ts';
import type { Context } from '../context.ts';
import type { DifferenceSchema } from '../schemas/difference.ts';
import { painter } from '../terminal/paint.ts';
import { textTable } from '../terminal/table.ts';
import { widest, wrapText } from '../terminal/wrap.ts';

/** A difference as JSON has it. */
export function plainDifference(difference: FieldDifference): z.infer<typeof DifferenceSchema> {
  const { field, a, b, grade, reason } = difference;
  const { path, part, label } = field;
  return { path, part, label, a: a ?? null, b: b ?? null, grade, reason } as z.infer<typeof DifferenceSchema>;
}

/** A table for each grade, the worst first: what it was, what it is, and why that counts as it does. */
export function differenceTables(context: Context, differences: readonly FieldDifference[]): string {
  const paint = painter(context.color);
  return GRADES.toReversed()
    .map((grade) => ({ grade, of: differences.filter((each) => each.grade === grade) }))
    .filter(({ of }) => of.length > 0)
    .map(({ grade, of }) => `${paint(colourOf(grade), grade)}\n${tableOf(context, of)}\n`)
    .join('');
}

function tableOf(context: Context, differences: readonly FieldDifference[]): string {
  const paint = painter(context.color);
  const labels = differences.map(({ field }) => field.label);
  const width = context.columns - widest(labels) - '      '.length;
  const rows = differences.flatMap(({ field, grade, reason, ...sides }) => {
    const { a, b } = differingParts(sides.a, sides.b);
    const change =
      grade === 'same' ? formatField(field, a) : `${formatField(field, a)} → ${formatField(field, b)}`;
    const why = wrapText(reason, width).map((line) => paint('dim', line));
    const [first = '', ...rest] = [...wrapText(change, width), ...why];
    return [['', field.label, first], ...rest.map((line) => ['', '', line])];
  });
  return textTable([{ title: '' }, { title: 'field' }, { title: 'difference' }], rows);
}

export function colourOf(grade: Grade): 'red' | 'yellow' | 'dim' {
  if (!isApart(grade)) return 'dim';
  return grade === 'not comparable' ? 'red' : 'yellow';
}

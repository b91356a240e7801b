import { z } from 'zod';
import { optional } from './documented.ts';
import * as field from './fields.ts';

/** What importing other tools' results needs to be told. */
export const importSchema = field.keys({
  directions: optional(
    z.record(z.string().min(1), z.enum(['lower', 'higher'])),
    'Which way is better, by the name of the metric, where the imported file does not say it.',
    { form: 'a mapping of metrics to `lower` or `higher`', default: 'nothing' },
  ),
});

import { z } from 'zod';
import { optional } from './documented.ts';
import * as field from './fields.ts';

/** What importing other tools' results needs to be told. */
export const importSchema = field.keys({
  map: optional(
    z.string().min(1),
    'What the columns of CSV or the keys of NDJSON are, where no format is recognised: `benchmark=name,value=ms,unit:=ms`, as for `--map`.',
    { form: 'fields, each `field=column` or `field:=text`, parted by commas', default: 'nothing' },
  ),
  directions: optional(
    z.record(z.string().min(1), z.enum(['lower', 'higher'])),
    'Which way is better, by the name of the metric, where the imported file does not say it.',
    { form: 'a mapping of metrics to `lower` or `higher`', default: 'nothing' },
  ),
});

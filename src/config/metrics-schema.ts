import { z } from 'zod';
import { MEASURED_METRIC_NAMES } from '../core/metric.ts';
import { optional } from './documented.ts';
import * as field from './fields.ts';
import { expected } from './wording.ts';

/** The settings of one metric. */
export const metricKeysSchema = field.keys({
  tolerance: optional(field.fraction, 'δ for this metric.', {
    form: 'a share',
    default: "the benchmark's",
  }),
  'false-alarm-budget': optional(
    field.fraction,
    "The part of the run's false-alarm budget that this metric takes, over all cases of the benchmark. The other metrics share the rest.",
    { form: 'a share', default: 'an equal part' },
  ),
});

const metricSettings = metricKeysSchema.nullable();

/** Completed by editors; other names are of the benchmark's own results: see `plannedMetrics`. */
const metricName = z.union([z.enum(MEASURED_METRIC_NAMES as [string, ...string[]]), z.string().min(1)]);

const metricNames = z
  .array(metricName)
  .min(1)
  .superRefine((names, context) => {
    for (const [index, name] of names.entries()) {
      if (names.indexOf(name) < index)
        context.addIssue({
          code: 'custom',
          path: [index],
          message: `duplicate metric "${name}"; remove one`,
        });
    }
  });

const metricTable = z
  .record(z.string().min(1), metricSettings)
  .refine((table) => Object.keys(table).length > 0, 'must not be empty');

/** The judged metrics: names, or names with settings. */
export const metricsSchema = z.union([metricNames, metricTable], {
  error: (issue) => expected('a list of metrics or a mapping of metrics to settings', issue.input),
});

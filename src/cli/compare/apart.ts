import type { Plan } from '../../config/plan.ts';
import { AssayError } from '../../core/error.ts';
import type { Side } from '../../core/measurement.ts';
import { diffEnvironments, isApart, overallGrade } from '../../environment/difference.ts';
import type { EnvironmentRecord } from '../../environment/record.ts';
import { bridgesBetween } from '../../judge/adjust.ts';
import { environmentOf } from '../../measure/site.ts';
import type { Store } from '../../store/open.ts';
import type { Context } from '../context.ts';
import { hostRecord } from '../project/here.ts';
import type { Bench } from '../project/measuring.ts';

/** Two environments in which samples are not comparable as they are. */
export interface Apart {
  readonly baseline: NamedEnvironment;
  readonly candidate: NamedEnvironment;
  /** In words, what differs. */
  readonly fields: string;
}

export interface NamedEnvironment {
  readonly name: string;
  readonly id: string;
  readonly record: EnvironmentRecord;
}

/** More names than this hide the first. */
const MOST_FIELDS = 6;

/** How the environments of the two sides of a plan differ; `null`: they do not, or not so that it matters. */
export async function apartIn(context: Context, bench: Bench, plan: Plan): Promise<Apart | null> {
  if (plan.basePlace === undefined) return null;
  const host = await hostRecord(context, bench.project);
  const recordOf = async (side: Side): Promise<NamedEnvironment> => {
    const environment = environmentOf(plan, side);
    const record = (await bench.siteOf(environment)).describe(host);
    return { name: environment.name, id: record.id, record };
  };
  const [from, to] = [await recordOf('baseline'), await recordOf('candidate')];
  if (from.id === to.id) return null;
  const differences = diffEnvironments({ identity: from.record.identity }, { identity: to.record.identity });
  const apart: Apart = {
    baseline: from,
    candidate: to,
    fields: listed(differences.filter(({ grade }) => isApart(grade)).map(({ field }) => field.label)),
  };
  if (overallGrade(differences) === 'not comparable') {
    const [first] = differences.filter(({ grade }) => grade === 'not comparable');
    throw new AssayError(
      'inconclusive',
      `${nameOf(apart.baseline)} and ${nameOf(apart.candidate)} cannot be compared: ${first!.field.label}: ${first!.reason}`,
      { hint: 'measure both sides in one environment' },
    );
  }
  return apart;
}

/** Without `--across`, measurements of two environments are not compared, whatever calibrations there are. */
export function refuseApart(store: Store, { baseline, candidate, fields }: Apart): never {
  const compare = `assay compare --across --env-base ${baseline.name} --env ${candidate.name}`;
  const [bridge] = bridgesBetween(store, baseline.id, candidate.id);
  throw new AssayError(
    'inconclusive',
    `${nameOf(baseline)} and ${nameOf(candidate)} are not comparable as they are: they differ in ${fields}`,
    {
      hint:
        bridge === undefined
          ? `with a calibration they are: assay calibrate --env ${baseline.name} --env ${candidate.name}, then ${compare}`
          : `by calibration ${bridge.calibration.runId} they are: ${compare}`,
    },
  );
}

/** `small (1a2b3c4d5e6f)` */
export function nameOf({ name, id }: Pick<NamedEnvironment, 'name' | 'id'>): string {
  return `${name} (${id})`;
}

function listed(labels: readonly string[]): string {
  return labels.slice(0, MOST_FIELDS).join(', ') + (labels.length > MOST_FIELDS ? ', …' : '');
}

import type { RunRecord } from '../../store/records.ts';

/** What of the record of an execution is told here; any version of Assay may have written it. */
interface Recorded {
  readonly environment?: string;
  readonly why?: string;
  readonly engine?: string;
  readonly containers?: readonly { readonly id: string; readonly image: string; readonly side: string }[];
}

/** Where a run was measured and why there, as lines with a name; none where there was no choice. */
export function whereLines({ execution }: Pick<RunRecord, 'execution'>): (readonly [string, string])[] {
  const { environment, why, engine, containers = [] } = (execution ?? {}) as Recorded;
  if (environment === undefined) return [];
  const images = new Set(containers.map(({ image }) => short(image)));
  return [
    ['measured in', `${environment}${why === undefined ? '' : ` (${why})`}`],
    ...(engine === undefined ? [] : [['engine', engine] as const]),
    ...(images.size === 0 ? [] : [['image', [...images].join(', ')] as const]),
    ...(containers.length === 0
      ? []
      : [['containers', containers.map(({ id }) => short(id)).join(', ')] as const]),
  ];
}

/** As the engines' own tools write ids. */
function short(id: string): string {
  return id.replace(/^sha256:/, '').slice(0, 12);
}

/** The same in a few words, for the last line of a result. */
export function whereText(run: Pick<RunRecord, 'execution' | 'baselineEnvironmentId'>): string {
  const { environment, why } = (run.execution ?? {}) as Recorded;
  if (environment === undefined) return '';
  const base = run.baselineEnvironmentId;
  return ` · in ${environment}${why === undefined ? '' : ` (${why})`}${base === null ? '' : `, the baseline in ${base}`}`;
}

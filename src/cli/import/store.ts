import { createHash } from 'node:crypto';
import { DEFAULTS } from '../../config/defaults.ts';
import { canonicalJson, digest } from '../../core/canonical.ts';
import type { Revision } from '../../core/measurement.ts';
import { VERSION } from '../../core/version.ts';
import type { DirectedMeasurement } from '../../import/directions.ts';
import { saveEnvironment } from '../../store/environments.ts';
import { findImport, type ImportedRun, storeImport } from '../../store/imports.ts';
import type { Context } from '../context.ts';
import { newRunId } from '../run/id.ts';
import { commitsOf, type KnownCommits } from './commits.ts';
import type { ImportSettings } from './settings.ts';

export interface Importer extends AsyncDisposable {
  /** Stores what a file holds, unless the same was stored before. */
  store(
    path: string,
    format: string,
    measurements: readonly DirectedMeasurement[],
  ): Promise<{ status: 'stored' | 'known'; runs: string[] }>;
}

export async function importerOf(context: Context, settings: ImportSettings): Promise<Importer> {
  const commits = await commitsOf(context.cwd, settings.commit);
  const project = await context.openProjectStore();
  const { store } = project;
  return {
    async store(path, format, measurements) {
      const environment = environmentOf(settings.environment ?? format);
      const content = contentDigest(environment.id, commits.given, settings.at, measurements);
      const known = await findImport(store, content);
      if (known.length > 0) return { status: 'known', runs: known };
      const now = new Date();
      const runs: ImportedRun[] = [];
      for (const point of points(measurements)) {
        const candidate = await revisionOf(commits, point.commit, path, content);
        const startedAt = point.at ?? settings.at ?? now.toISOString();
        runs.push({
          id: freshId(startedAt, runs),
          startedAt,
          finishedAt: now.toISOString(),
          settings: {
            falseAlarmBudget: DEFAULTS.falseAlarmBudget,
            confidence: 1 - DEFAULTS.falseAlarmBudget,
          },
          ...{ environmentId: environment.id, version: VERSION, candidate, tolerance: DEFAULTS.tolerance },
          command: `imported from ${path} (${format})`,
          measurements: point.measurements,
        });
      }
      await saveEnvironment(store, environment);
      storeImport(store, runs);
      return { status: 'stored', runs: runs.map((run) => run.id) };
    },
    [Symbol.asyncDispose]: () => project[Symbol.asyncDispose](),
  };
}

/**
 * Nothing is known of where another tool measured but the name that the user gives: results under one name
 * are taken as comparable, and never compared with what Assay measured here.
 */
function environmentOf(name: string): { id: string; identity: object } {
  const identity = { imported: { from: { value: name } } };
  return { id: digest(identity).slice(0, 12), identity };
}

/** Over everything that is stored, so that the same content of another commit is another import. */
function contentDigest(
  environment: string,
  commit: string | null,
  at: string | null,
  measurements: readonly DirectedMeasurement[],
): string {
  const hash = createHash('sha256').update(canonicalJson([environment, commit, at]));
  for (const { samples, ...rest } of measurements) {
    hash.update(canonicalJson(rest)).update(new Float64Array(samples));
  }
  return hash.digest('hex');
}

interface Point {
  readonly commit: string | null;
  readonly at: string | null;
  readonly measurements: DirectedMeasurement[];
}

/** What is of one commit and one time is one run; a history has many. */
function points(measurements: readonly DirectedMeasurement[]): Point[] {
  const found = new Map<string, Point>();
  for (const of of measurements) {
    const key = JSON.stringify([of.commit, of.at]);
    const point = found.get(key) ?? { commit: of.commit, at: of.at, measurements: [] };
    point.measurements.push(of);
    found.set(key, point);
  }
  return [...found.values()];
}

async function revisionOf(
  commits: KnownCommits,
  commit: string | null,
  path: string,
  contentDigest: string,
): Promise<Revision> {
  const info = commit === null ? commits.info : await commits.find(commit);
  return {
    label: commit?.slice(0, 12) ?? commits.given ?? path,
    commit: info?.commit ?? commit ?? null,
    ...{ parent: null, dirty: false, contentDigest },
    ...{ committedAt: info?.committedAt ?? null, title: info?.title ?? null },
  };
}

/** Four letters tell apart runs of one second; of thousands of points some would be drawn twice. */
function freshId(startedAt: string, runs: readonly ImportedRun[]): string {
  const taken = new Set(runs.map((run) => run.id));
  for (;;) {
    const id = newRunId(new Date(startedAt));
    if (!taken.has(id)) return id;
  }
}

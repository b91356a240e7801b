import { readdir, readFile, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { GraphMetadata } from '../../chart/graph.ts';
import { AssayError } from '../../core/error.ts';
import type { Side } from '../../core/measurement.ts';
import { rowId } from '../../report/figure.ts';
import { measurementRow, runRow } from '../../report/figures.ts';
import { readManifest, VERSIONS } from '../../report/publish.ts';
import { loadMeasurements } from '../../store/measurements.ts';
import type { Store } from '../../store/open.ts';
import { listRuns } from '../../store/runs.ts';
import { levelsRate } from '../history/picture.ts';

/** A figure that was asked for, and where to derive it from. */
export interface Asked {
  /** A figure, or a row: then every figure of the row is meant. */
  readonly id: string;
  readonly run: string;
  /** The runs that its history was drawn with; `null`: all. */
  readonly history: readonly string[] | null;
  /** What a picture of `assay history` says of itself. */
  readonly picture?: GraphMetadata;
}

const ID = /^[0-9a-f]{10}(\.[a-z0-9.-]+)?$/;

/** Finds what `name` means: a graph's file by its metadata; an id in the results tree, else in the store. */
export async function findFigure(
  store: Store,
  name: string,
  settings: { cwd: string; results: string; pictures: string },
): Promise<Asked> {
  const path = resolve(settings.cwd, name);
  if ((await stat(path).catch(() => null))?.isFile()) return fromFile(path, name);
  if (!ID.test(name)) {
    throw new AssayError('usage', `${name} is neither a file nor the id of a figure`, {
      hint: 'an id stands at the end of each row of a report, such as 1a2b3c4d5e or 1a2b3c4d5e.ratio',
    });
  }
  if (levelsRate(name) !== null) return fromPictures(settings.pictures, name);
  const found = (await fromResults(settings.results, name)) ?? (await fromStore(store, name));
  if (found) return found;
  throw new AssayError('input', `there is no figure ${name} in ${settings.results} or ${store.path}`, {
    hint: 'give the folder of its report with --results, or the database with --db',
  });
}

async function fromFile(path: string, name: string): Promise<Asked> {
  const { readGraphMetadata } = await import('../../chart/metadata.ts');
  const metadata = readGraphMetadata(await readFile(path));
  const run = metadata?.runs.at(-1);
  if (!metadata || run === undefined) {
    throw new AssayError('input', `${name} is not a graph that Assay drew`, {
      hint: 'give a PNG or SVG of a report or of assay history, or the id of a figure',
    });
  }
  const of = { id: metadata.figure, run, history: metadata.runs };
  return levelsRate(metadata.figure) === null ? of : { ...of, picture: metadata };
}

/** Which commits a picture of `assay history` shows stands in the picture alone. */
async function fromPictures(folder: string, id: string): Promise<Asked> {
  const files = await readdir(folder).catch(() => []);
  for (const name of files.filter((each) => each.endsWith('.svg'))) {
    const asked = await fromFile(join(folder, name), name).catch(() => null);
    if (asked?.id === id) return asked;
  }
  throw new AssayError('input', `no picture in ${folder} has the figure ${id}`, {
    hint: 'give the file of the picture, or draw it again: assay history',
  });
}

/** In the latest report, else in the kept copies, newest first. */
async function fromResults(results: string, id: string): Promise<Asked | null> {
  const copies = await readdir(join(results, VERSIONS)).catch(() => []);
  const roots = [
    results,
    ...copies
      .sort()
      .reverse()
      .map((name) => join(results, VERSIONS, name)),
  ];
  for (const root of roots) {
    const manifest = await readManifest(root).catch(() => null);
    const match = Object.entries(manifest?.figures ?? {}).find(
      ([figure]) => figure === id || figure.startsWith(`${id}.`),
    );
    if (manifest && match) return { id, run: match[1].run, history: manifest.runs };
  }
  return null;
}

/** Rows are digests of what they are about: each run is asked for its own, the newest first. */
async function fromStore(store: Store, id: string): Promise<Asked | null> {
  const row = id.split('.')[0]!;
  for (const { id: run } of await listRuns(store)) {
    if (row === runRow(run)) return { id, run, history: null };
    for (const of of await loadMeasurements(store, run)) {
      const { benchmark, case: point, subject, metric } = of;
      const key = { benchmark, case: point, subject, metric };
      const sides: readonly Side[] = [of.side];
      const rows = [
        ...sides.map((side) => measurementRow(run, { ...key, side })),
        rowId({ ...key, run, of: 'pair' }),
        rowId({ ...key, run, of: 'history' }),
      ];
      if (rows.includes(row)) return { id, run, history: null };
    }
  }
  return null;
}

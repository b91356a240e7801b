import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { renderGraph } from '../../chart/render.ts';
import { AssayError } from '../../core/error.ts';
import type { History } from '../../judge/history.ts';
import { slug, subjectOf } from '../../report/names.ts';
import { historyPicture } from './picture.ts';

/** Draws one history into `folder` and gives the paths of the two files. */
export async function drawHistory(
  folder: string,
  history: History,
  falseRate: number,
): Promise<{ svg: string; png: string }> {
  const { data, stamp } = historyPicture(history, falseRate);
  const { svg, png } = await renderGraph(data, stamp);
  const environment = history.environment === null ? '' : ` ${history.environment}`;
  const name = slug(`${subjectOf(history)} ${history.metric} history${environment}`);
  const paths = { svg: join(folder, `${name}.svg`), png: join(folder, `${name}.png`) };
  await writeWhole(folder, paths.svg, svg);
  await writeWhole(folder, paths.png, png);
  return paths;
}

/** Under another name first, so that no reader sees a half. */
async function writeWhole(folder: string, path: string, content: string | Uint8Array): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
    const partial = `${path}.${process.pid}.partial`;
    await writeFile(partial, content);
    await rename(partial, path);
  } catch (cause) {
    throw new AssayError('infrastructure', `${path} cannot be written: ${(cause as Error).message}`, {
      hint: 'give another folder with --out, or --no-graphs',
      cause,
    });
  }
}

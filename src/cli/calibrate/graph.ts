import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname, extname } from 'node:path';
import { renderGraph } from '../../chart/render.ts';
import { AssayError } from '../../core/error.ts';
import { planGraphs } from '../../report/graphs.ts';
import type { Store } from '../../store/open.ts';
import { loadEvidence } from '../report/evidence.ts';

/** Draws the ratios of a calibration, computed again from its samples, as the file's ending says. */
export async function drawCalibration(store: Store, runId: string, path: string): Promise<void> {
  const evidence = await loadEvidence(store, runId);
  const graph = planGraphs(evidence).find(({ data }) => data.kind === 'forest');
  if (!graph) throw new AssayError('inconclusive', `calibration ${runId} has nothing to draw`);
  const { svg, png } = await renderGraph(graph.data, graph.stamp);
  try {
    await mkdir(dirname(path), { recursive: true });
    const partial = `${path}.${process.pid}.partial`;
    await writeFile(partial, extname(path).toLowerCase() === '.png' ? png : svg);
    await rename(partial, path);
  } catch (cause) {
    throw new AssayError('infrastructure', `${path} cannot be written: ${(cause as Error).message}`, {
      hint: 'give another file with --graph',
      cause,
    });
  }
}

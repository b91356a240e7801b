import { digest } from '../core/canonical.ts';
import { VERSION } from '../core/version.ts';
import { draw } from './draw.ts';
import { bundledMeasure, exceedsFont, fontFiles } from './font.ts';
import { WIDTH } from './frame.ts';
import type { GraphData, GraphMetadata, GraphStamp } from './graph.ts';
import { contentDigestOf, METADATA_KEYWORD, metadataJson } from './metadata.ts';
import { physicalChunk, readChunks, textChunk, writeChunks } from './png.ts';
import { shortCommit } from './stamp.ts';
import { dressSvg, embedInSvg } from './svg.ts';

/** 300 dots per inch: 300 / 0.0254 m, rounded. */
const PIXELS_PER_METRE = 11811;

/** A graph as files. `metadata` is the SVG's; the PNG's differs in its content digest only. */
export interface RenderedGraph {
  readonly svg: string;
  readonly png: Uint8Array;
  readonly metadata: GraphMetadata;
}

/** The graph's SVG and PNG, both with their metadata. */
export async function renderGraph(data: GraphData, stamp: GraphStamp): Promise<RenderedGraph> {
  const bare = await bareSvg(data, stamp, 'file');
  const metadata = metadataOf(data, stamp, bare);
  return { svg: embedInSvg(bare, metadataJson(metadata)), png: await renderPng(bare, metadata), metadata };
}

/**
 * `file` (default): 1200 × 900 pixels on white, with metadata. `page`: to stand inside an HTML document:
 * without background and metadata, its colours from CSS variables (see palette.ts), its ids prefixed by the
 * figure, and no higher than its content needs.
 */
export async function renderSvg(
  data: GraphData,
  stamp: GraphStamp,
  options: { readonly theme?: 'file' | 'page' } = {},
): Promise<string> {
  const theme = options.theme ?? 'file';
  const bare = await bareSvg(data, stamp, theme);
  return theme === 'page' ? bare : embedInSvg(bare, metadataJson(metadataOf(data, stamp, bare)));
}

/**
 * An SVG of the `file` theme as a PNG of the same pixels at 300 DPI, with the metadata given. Its content
 * digest is taken over the PNG itself.
 */
export async function renderPng(svg: string, metadata: GraphMetadata): Promise<Uint8Array> {
  const { Resvg } = await import('@resvg/resvg-js');
  const font = {
    // Slow and different from machine to machine, so only for what the bundled font cannot draw.
    loadSystemFonts: exceedsFont(svg),
    fontFiles: Object.values(fontFiles()),
    defaultFontFamily: 'DejaVu Sans',
    sansSerifFamily: 'DejaVu Sans',
  };
  const pixels = new Resvg(svg, { background: '#ffffff', font, logLevel: 'error' }).render().asPng();
  const [header, ...rest] = readChunks(pixels);
  const picture = [header!, physicalChunk(PIXELS_PER_METRE), ...rest.filter(({ type }) => type !== 'pHYs')];
  const contentDigest = contentDigestOf(writeChunks(picture));
  const commit = metadata.commits.at(-1);
  const texts: Record<string, string> = {
    Title: `Assay ${metadata.kind} graph ${metadata.figure}`,
    Software: `Assay ${metadata.version}`,
    'Creation Time': metadata.measuredAt,
    Commit:
      commit === undefined ? 'none' : `${shortCommit(commit)}${metadata.dirty ? ' dirty' : ''} (${commit})`,
    Run: metadata.runs.join(' '),
    [METADATA_KEYWORD]: metadataJson({ ...metadata, contentDigest }),
  };
  const chunks = Object.entries(texts).map(([keyword, text]) => textChunk(keyword, text));
  return writeChunks([...picture.slice(0, 2), ...chunks, ...picture.slice(2)]);
}

function metadataOf(data: GraphData, stamp: GraphStamp, picture: string): GraphMetadata {
  return {
    schema: 'assay.graph/1',
    kind: data.kind,
    figure: stamp.figure,
    runs: stamp.runs,
    commits: stamp.commits,
    dirty: stamp.dirty,
    measuredAt: stamp.measuredAt,
    environments: stamp.environments,
    samples: stamp.samples,
    dataDigest: digest(data),
    contentDigest: contentDigestOf(Buffer.from(picture)),
    version: VERSION,
  };
}

async function bareSvg(data: GraphData, stamp: GraphStamp, theme: 'file' | 'page'): Promise<string> {
  const picture = draw(data, stamp, bundledMeasure, theme === 'page');
  const { height, title, description } = picture;
  const { init } = await echarts();
  const chart = init(null, null, { renderer: 'svg', ssr: true, width: WIDTH, height });
  try {
    chart.setOption(picture.option);
    return dressSvg(chart.renderToSVGString(), {
      prefix: `assay-${stamp.figure.replace(/[^A-Za-z0-9]+/g, '-')}`,
      title,
      description,
      width: WIDTH,
      height,
      theme,
      figure: stamp.figure,
      dataDigest: digest(data),
    });
  } finally {
    chart.dispose();
  }
}

/** The bundle in one file: its parts as single modules take Node three times as long to load. */
async function echarts(): Promise<Pick<typeof import('echarts'), 'init'>> {
  const bundle: string = 'echarts/dist/echarts.esm.min.mjs';
  return (await import(bundle)) as typeof import('echarts');
}

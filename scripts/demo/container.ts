import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rowFinding } from '../../src/cli/calibrate/text.ts';
import { type CalibrateResult, CalibrateResultSchema } from '../../src/cli/schemas/calibrate.ts';
import { textTable } from '../../src/cli/terminal/table.ts';
import { AssayError, EXIT } from '../../src/core/error.ts';
import { formatChange, formatValue } from '../../src/core/unit.ts';
import { engineClient } from '../../src/platform/engine/client.ts';
import { openEngine } from '../../src/platform/engine/open.ts';
import { runCommand } from '../../src/platform/process.ts';
import { ROOT } from '../command.ts';

/** The container of the demo, as its `assay.yaml` and its table say it. */
const LIMITS = { yaml: 'cpus: 1, memory: 256MiB', words: 'a container of 1 CPU and 256 MiB' };

/** Enough to see an effect of a percent on a quiet machine, and an end on any other, in seconds. */
const BLOCKS = 150;
const TIME_S = 10;

/**
 * Measures the newest commit of the demo on this host and in a container of fixed resources, in turn, and gives
 * what to print of it. Where there is no container engine, or it cannot give what is asked for, that is the
 * `unavailable` with its reason. Image and container are gone afterwards.
 */
export async function containerStep(repository: string): Promise<string> {
  try {
    await using image = await emptyImage();
    const config = join(repository, 'assay.yaml');
    const before = await readFile(config, 'utf8');
    await writeFile(config, withContainer(before, image.id));
    try {
      return await calibrated(repository);
    } finally {
      await writeFile(config, before);
    }
  } catch (error) {
    if (!(error instanceof AssayError)) throw error;
    return `container: unavailable (${error.message})\n`;
  }
}

/** An image needs nothing for a static program, and so it can be made where nothing can be fetched. */
async function emptyImage(): Promise<{ id: string } & AsyncDisposable> {
  const engine = await openEngine(null);
  const folder = await mkdtemp(join(tmpdir(), 'assay-demo-image-'));
  try {
    await mkdir(join(folder, 'context/tmp'), { recursive: true });
    await writeFile(join(folder, 'context/Dockerfile'), 'FROM scratch\nCOPY tmp /tmp\n');
    const { id } = await engine.buildImage({
      context: join(folder, 'context'),
      dockerfile: 'Dockerfile',
      target: null,
      args: {},
      logPath: join(folder, 'build.log'),
      // An image of its own, which can be removed whoever else shows the demo.
      labels: { 'assay.demo': randomUUID() },
    });
    const { docker } = await engineClient(engine.info.socketPath);
    return { id, [Symbol.asyncDispose]: () => docker.getImage(id).remove() };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function withContainer(config: string, image: string): string {
  return `${config.replace('build: make', 'build: make LDFLAGS=-static')}
environments:
  small: { kind: container, image: "${image}", build: host, ${LIMITS.yaml} }
`;
}

async function calibrated(repository: string): Promise<string> {
  const asked = ['calibrate', 'digest', '--env', 'host', '--env', 'small'];
  const more = ['--commit', 'HEAD', '--samples', String(BLOCKS), '--time', String(TIME_S), '--json'];
  const { exitCode, stdout, stderr } = await runCommand([join(ROOT, 'bin/assay'), ...asked, ...more], {
    cwd: repository,
  });
  if (exitCode === EXIT.infrastructure) throw new AssayError('infrastructure', JSON.parse(stdout).message);
  if (exitCode !== EXIT.pass && exitCode !== EXIT.inconclusive)
    throw new Error(`assay ${asked.join(' ')} ended with ${exitCode}:\n${stderr}`);
  return `$ assay ${asked.join(' ')}\n\n${calibrationTable(CalibrateResultSchema.parse(JSON.parse(stdout)))}`;
}

/** What the calibration of the demo found, as README.md quotes it. */
export function calibrationTable({ rows }: CalibrateResult): string {
  const row = rows[0]!;
  if (row.status !== 'measured') throw new AssayError('infrastructure', row.reason ?? row.status);
  return textTable(
    [
      { title: 'digest' },
      { title: 'median', align: 'right' },
      { title: 'effect', align: 'right' },
      { title: 'interval' },
      { title: 'n', align: 'right' },
      { title: 'finding' },
    ],
    [
      ['on this host', formatValue(row.baselineMedian, row.unit)],
      [
        `in ${LIMITS.words}`,
        formatValue(row.candidateMedian, row.unit),
        formatChange(row.ratio),
        `[${row.interval.map(formatChange).join(', ')}]`,
        String(row.blocks),
        row.finding === 'effect' ? `${row.ratio! > 1 ? 'slower' : 'faster'} there` : rowFinding(row),
      ],
    ],
  );
}

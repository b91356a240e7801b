import { benchmarkLuau, benchmarkLuauJson } from './benchmark-luau.ts';
import { bmf } from './bmf.ts';
import { catch2Xml } from './catch2.ts';
import { catch2Console } from './catch2-console.ts';
import { dartBenchmarkHarness } from './dart-benchmark-harness.ts';
import { fio } from './fio.ts';
import type { Format, TreeFormat } from './format.ts';
import { githubActionBenchmark } from './github-action-benchmark.ts';
import { githubActionHistory } from './github-action-history.ts';
import { hyperfine } from './hyperfine.ts';
import { julia } from './julia.ts';
import { junit } from './junit.ts';
import { memtierJson } from './memtier.ts';
import { memtierConsole } from './memtier-console.ts';
import { pgbench } from './pgbench.ts';
import { pgbenchLog } from './pgbench-log.ts';
import { redisBenchmark } from './redis-benchmark.ts';
import { rubyBenchmark } from './ruby-benchmark.ts';
import { samples } from './samples.ts';
import { sysbench } from './sysbench.ts';
import { wrk } from './wrk.ts';

/** Every format of a single file, in the order of the documentation. */
export const FORMATS: readonly Format[] = [
  ...[samples, hyperfine],
  ...[rubyBenchmark, dartBenchmarkHarness, benchmarkLuau, benchmarkLuauJson, julia],
  ...[catch2Xml, catch2Console, junit],
  ...[fio, wrk, sysbench, redisBenchmark],
  ...[memtierJson, memtierConsole, pgbench, pgbenchLog],
  ...[githubActionBenchmark, githubActionHistory, bmf],
];

/** Every format of a directory. */
export const TREE_FORMATS: readonly TreeFormat[] = [];

/** The names for `--format`, each once. */
export const FORMAT_NAMES: readonly string[] = [
  ...new Set([...FORMATS, ...TREE_FORMATS].map((format) => format.name)),
];

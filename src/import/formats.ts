import { asvFile, asvTree } from './asv.ts';
import { asvConsole } from './asv-console.ts';
import { benchmarkDotNet } from './benchmark-dotnet.ts';
import { benchmarkJs } from './benchmark-js.ts';
import { benchmarkLuau, benchmarkLuauJson } from './benchmark-luau.ts';
import { bmf } from './bmf.ts';
import { catch2Xml } from './catch2.ts';
import { catch2Console } from './catch2-console.ts';
import { criterionText, criterionTree } from './criterion.ts';
import { csv } from './csv.ts';
import { dartBenchmarkHarness } from './dart-benchmark-harness.ts';
import { fio } from './fio.ts';
import type { Format, TreeFormat } from './format.ts';
import { githubActionBenchmark } from './github-action-benchmark.ts';
import { githubActionHistory } from './github-action-history.ts';
import { goBench } from './go.ts';
import { goJson } from './go-json.ts';
import { googleBenchmark } from './google-benchmark.ts';
import { gungraun } from './gungraun.ts';
import { hyperfine } from './hyperfine.ts';
import { iai } from './iai.ts';
import { jmh } from './jmh.ts';
import { julia } from './julia.ts';
import { junit } from './junit.ts';
import { k6Points } from './k6-points.ts';
import { k6Flat, k6Nested } from './k6-summary.ts';
import { libtest } from './libtest.ts';
import { memtierJson } from './memtier.ts';
import { memtierConsole } from './memtier-console.ts';
import { mitata } from './mitata.ts';
import { mitataEarly } from './mitata-early.ts';
import { ndjson } from './ndjson.ts';
import { pgbench } from './pgbench.ts';
import { pgbenchLog } from './pgbench-log.ts';
import { pyperf } from './pyperf.ts';
import { pytestBenchmark } from './pytest-benchmark.ts';
import { redisBenchmark } from './redis-benchmark.ts';
import { rubyBenchmark } from './ruby-benchmark.ts';
import { samples } from './samples.ts';
import { sysbench } from './sysbench.ts';
import { vitest } from './vitest.ts';
import { wrk } from './wrk.ts';

/** Every format of a single file, in the order of the documentation. */
export const FORMATS: readonly Format[] = [
  ...[samples, hyperfine, googleBenchmark, criterionText, libtest],
  ...[iai, gungraun, goBench, goJson],
  ...[pytestBenchmark, pyperf, asvFile, asvConsole, jmh, benchmarkDotNet],
  ...[k6Points, k6Nested, k6Flat, vitest, mitata, mitataEarly, benchmarkJs],
  ...[rubyBenchmark, dartBenchmarkHarness, benchmarkLuau, benchmarkLuauJson, julia],
  ...[catch2Xml, catch2Console, junit],
  ...[fio, wrk, sysbench, redisBenchmark],
  ...[memtierJson, memtierConsole, pgbench, pgbenchLog],
  ...[githubActionBenchmark, githubActionHistory, bmf],
  ...[csv, ndjson],
];

/** Every format of a directory. */
export const TREE_FORMATS: readonly TreeFormat[] = [criterionTree, asvTree];

/** The names for `--format`, each once. */
export const FORMAT_NAMES: readonly string[] = [
  ...new Set([...FORMATS, ...TREE_FORMATS].map((format) => format.name)),
];

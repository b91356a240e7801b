import { parseArgs } from 'node:util';
import { describeMachine, loadOverLastMinute } from './machine.ts';
import type { BenchContext, Outcome } from './outcome.ts';
import { outcomeText } from './page.ts';
import { loadResults, type Results, saveResults } from './results.ts';

/**
 * Runs the benches named, or all, and writes bench/RESULTS.md after each. With `--quick`, a tenth of the
 * repetitions, to see that they work: prints and writes nothing.
 */
type Bench = (context: BenchContext) => Promise<Outcome | readonly Outcome[]>;

const BENCHES: Readonly<Record<string, Bench>> = {
  sampler: async () => (await import('./sampler.ts')).benchSampler(),
  startup: async (context) => (await import('./startup.ts')).benchStartup(context),
  decide: async (context) => (await import('./decide/decide.ts')).benchDecide(context),
  store: async (context) => (await import('./store/store.ts')).benchStore(context),
  history: async (context) => (await import('./store/history.ts')).benchHistory(context),
  charts: async () => (await import('./charts.ts')).benchCharts(),
  pictures: async (context) => (await import('./pictures.ts')).benchPictures(context),
  import: async (context) => (await import('./import/import.ts')).benchImport(context),
  containers: async (context) => (await import('./containers.ts')).benchContainers(context),
  fingerprint: async (context) => (await import('./fingerprint.ts')).benchFingerprint(context),
};

const QUICK_SHARE = 0.1;

const { values, positionals } = parseArgs({
  options: { quick: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const unknown = positionals.filter((name) => !Object.hasOwn(BENCHES, name));
if (unknown.length > 0) {
  console.error(`there is no bench ${unknown.join(', ')}; there are ${Object.keys(BENCHES).join(', ')}`);
  process.exitCode = 2;
} else {
  await runBenches(positionals.length > 0 ? positionals : Object.keys(BENCHES), values.quick);
}

async function runBenches(names: readonly string[], quick: boolean): Promise<void> {
  const stopping = new AbortController();
  process.once('SIGINT', () => stopping.abort());
  let results: Results = await loadResults(await describeMachine());
  for (const name of names) {
    const loadBefore = loadOverLastMinute();
    const at = new Date().toISOString();
    const found = await BENCHES[name]!({
      share: quick ? QUICK_SHARE : 1,
      progress: (text) => process.stderr.write(`${name}: ${text}\n`),
      signal: stopping.signal,
    });
    const outcomes = [found].flat();
    for (const outcome of outcomes) console.log(outcomeText(outcome));
    results = { ...results, benches: { ...results.benches, [name]: { at, loadBefore, outcomes } } };
    if (!quick) await saveResults(results, Object.keys(BENCHES));
  }
}

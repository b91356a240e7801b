import type { PlannedBenchmark, PlannedCase } from '../config/plan.ts';
import { caseKey } from '../core/case.ts';
import type { Side } from '../core/measurement.ts';
import { type LoadMeter, startLoadMeter } from '../environment/load.ts';
import { CaseFailure } from './case-failure.ts';
import { type Executor, type Sampled, throwIfInterrupted } from './executor.ts';
import { type BlockStep, blockSteps } from './order.ts';
import type { CaseRecorder } from './recorder.ts';
import type { CaseSeries } from './series.ts';
import { spentSeconds } from './values.ts';

/** When to stop sampling a case; asked after each complete block. */
export interface StoppingRule {
  /** Sampled whatever the time budget says. */
  readonly minBlocks: number;
  readonly maxBlocks: number;
  /** From the first block of this process on. */
  readonly timeS: number;
  settled(series: CaseSeries, blocks: number): boolean;
}

export interface CaseTask {
  readonly seed: number;
  readonly benchmark: PlannedBenchmark;
  readonly case: PlannedCase;
  /** One for each side that is measured. */
  readonly executors: ReadonlyMap<Side, Executor>;
  readonly recorder: CaseRecorder;
  readonly rule: StoppingRule;
  readonly signal: AbortSignal;
  /** Told after every execution. */
  readonly progress: (progress: CaseProgress) => void;
}

export interface CaseProgress {
  readonly phase: 'warm-up' | 'sampling';
  readonly blocks: number;
  readonly series: CaseSeries;
  /** 0 to 1: the further of the time and the block budget. */
  readonly spent: number;
  readonly elapsedS: number;
}

/** What was seen of the executions besides their values. */
export interface Observed {
  readonly exitCodes: Set<number>;
  leftProcesses: number;
  /**
   * What others used of the machine when a side was sampled, as a share of one processor, over stretches of time
   * that each end with a reading; in the order of sampling. `null` within a stretch.
   */
  readonly loads: { readonly side: Side; readonly otherLoad: number | null }[];
  /** Seconds inside executions, warm-up included. */
  measureS: number;
}

export interface CaseOutcome {
  /** By side, why it could not be measured; empty when all went well. */
  readonly failures: ReadonlyMap<Side, string>;
  readonly observed: Observed;
}

/** Measures one case: setup, warm-up, blocks until settled or out of budget, cleanup. */
export async function measureCase(task: CaseTask): Promise<CaseOutcome> {
  const { restored } = task.recorder;
  const observed: Observed = {
    exitCodes: new Set(restored.flatMap(({ exitCode }) => exitCode ?? [])),
    leftProcesses: 0,
    loads: restored.map(({ side, otherLoad }) => ({ side, otherLoad })),
    measureS: 0,
  };
  const failures = new Map<Side, string>();
  const prepared: Side[] = [];
  try {
    for (const [side, executor] of task.executors) {
      prepared.push(side);
      await attributing(side, () => executor.auxiliary('setup', task.signal));
    }
    await warmUp(task, observed);
    await sampleBlocks(task, observed);
  } catch (error) {
    if (!(error instanceof SideFailure)) throw error;
    failures.set(error.side, error.message);
  } finally {
    // No signal: what a benchmark set up is taken down also after an interruption.
    for (const side of prepared) {
      await attributing(side, () => task.executors.get(side)!.auxiliary('cleanup')).catch(
        (error: unknown) => {
          if (!(error instanceof SideFailure)) throw error;
          if (!failures.has(side)) failures.set(side, error.message);
        },
      );
    }
  }
  return { failures, observed };
}

class SideFailure extends Error {
  readonly side: Side;
  constructor(side: Side, cause: CaseFailure) {
    super(cause.message, { cause });
    this.side = side;
  }
}

async function attributing<T>(side: Side, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    throw error instanceof CaseFailure ? new SideFailure(side, error) : error;
  }
}

async function warmUp(task: CaseTask, observed: Observed): Promise<void> {
  const { series } = task.recorder;
  for (let round = 0; round < task.benchmark.warmup; round++) {
    // Negative blocks draw an order of their own.
    for (const step of steps(task, -1 - round)) {
      const { result } = await execute(task, step);
      // Read already here, so that what is wrong with it shows before the first sample.
      await attributing(step.side, () => task.executors.get(step.side)!.results());
      observed.measureS += result.wallNs / 1e9;
      task.progress({ phase: 'warm-up', blocks: 0, series, spent: 0, elapsedS: 0 });
    }
  }
}

async function sampleBlocks(task: CaseTask, observed: Observed): Promise<void> {
  const { recorder, rule } = task;
  const { series } = recorder;
  const meter = startLoadMeter();
  const started = performance.now();
  const elapsedS = (): number => (performance.now() - started) / 1000;
  for (let blocks = series.completeBlocks([...task.executors.keys()]); ; blocks++) {
    const outOfTime = elapsedS() >= rule.timeS && blocks >= rule.minBlocks;
    if (blocks >= rule.maxBlocks || outOfTime || (blocks > 0 && rule.settled(series, blocks))) return;
    const block = series.nextBlock();
    for (const [position, step] of steps(task, block).entries()) {
      await sampleOnce(task, step, { block, position, meter, observed });
      const spent = Math.max(blocks / rule.maxBlocks, Math.min(elapsedS() / rule.timeS, 1));
      task.progress({ phase: 'sampling', blocks: blocks + 1, series, spent, elapsedS: elapsedS() });
    }
  }
}

function steps(task: CaseTask, block: number): BlockStep[] {
  const key = { seed: task.seed, benchmark: task.benchmark.name, caseKey: caseKey(task.case.params), block };
  return blockSteps(key, [...task.executors.keys()]);
}

interface Place {
  readonly block: number;
  readonly position: number;
  readonly meter: LoadMeter;
  readonly observed: Observed;
}

async function sampleOnce(
  task: CaseTask,
  step: BlockStep,
  { block, position, meter, observed }: Place,
): Promise<void> {
  const startedAt = new Date().toISOString();
  const { result, values } = await execute(task, step, meter);
  meter.ours(spentSeconds(result));
  const otherLoad = meter.read();
  const { exitCode, signal } = result;
  await attributing(step.side, async () => {
    const own = await task.executors.get(step.side)!.results();
    const execution = { side: step.side, block, position, startedAt, exitCode, signal, otherLoad };
    await task.recorder.write(execution, values, own);
  });
  if (result.exitCode !== null) observed.exitCodes.add(result.exitCode);
  observed.leftProcesses += result.leftProcesses;
  observed.measureS += result.wallNs / 1e9;
  observed.loads.push({ side: step.side, otherLoad });
}

function execute(task: CaseTask, step: BlockStep, meter?: LoadMeter): Promise<Sampled> {
  throwIfInterrupted(task.signal);
  const executor = task.executors.get(step.side)!;
  return attributing(step.side, async () => {
    const prepared = await executor.auxiliary('prepare', task.signal);
    if (prepared) meter?.ours(spentSeconds(prepared));
    return executor.sample(step.padBytes, task.signal);
  });
}

import type { Command } from 'commander';
import type { Context } from './context.ts';

/** Every command in the order of help, loaded only when it is needed. */
export const COMMANDS: Readonly<Record<string, (context: Context) => Promise<Command>>> = {
  init: async (context) => (await import('./init.ts')).initCommand(context),
  run: async (context) => (await import('./run.ts')).runCommandLine(context),
  compare: async (context) => (await import('./compare.ts')).compareCommand(context),
  report: async (context) => (await import('./report.ts')).reportCommand(context),
  trace: async (context) => (await import('./trace.ts')).traceCommand(context),
  verify: async (context) => (await import('./verify.ts')).verifyCommand(context),
  runs: async (context) => (await import('./runs.ts')).runsCommand(context),
  show: async (context) => (await import('./show.ts')).showCommand(context),
  baseline: async (context) => (await import('./baseline.ts')).baselineCommand(context),
  env: async (context) => (await import('./env.ts')).envCommand(context),
  lint: async (context) => (await import('./lint.ts')).lintCommand(context),
  doctor: async (context) => (await import('./doctor.ts')).doctorCommand(context),
  track: async (context) => (await import('./track.ts')).trackCommand(context),
  bisect: async (context) => (await import('./bisect.ts')).bisectCommand(context),
  changes: async (context) => (await import('./changes.ts')).changesCommand(context),
  calibrate: async (context) => (await import('./calibrate.ts')).calibrateCommand(context),
  noise: async (context) => (await import('./noise.ts')).noiseCommand(context),
  history: async (context) => (await import('./history.ts')).historyCommand(context),
  import: async (context) => (await import('./import.ts')).importCommand(context),
  export: async (context) => (await import('./export.ts')).exportCommand(context),
  db: async (context) => (await import('./db.ts')).dbCommand(context),
  completion: async (context) => (await import('./completion.ts')).completionCommand(context),
};

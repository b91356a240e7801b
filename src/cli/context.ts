import type { ExitCode } from '../core/error.ts';
import type { Store } from '../store/open.ts';

/** What a command may use of the world around it; tests give their own. */
export interface Context {
  /** The result: nothing else goes to stdout. */
  readonly stdout: (text: string) => void;
  /** Progress, warnings, errors. */
  readonly stderr: (text: string) => void;
  readonly cwd: string;
  /** Whether stdout may have colours. */
  readonly color: boolean;
  /** Whether stderr is a terminal that can redraw lines. */
  readonly interactive: boolean;
  /** Width of the terminal in columns. */
  readonly columns: number;
  readonly signal: AbortSignal;
  /** `--json` was given. */
  readonly json: boolean;
  /** Sets the exit code of the process; the last call counts. */
  exit(code: ExitCode): void;
  /** Absolute paths given with `--config` and `--db`; `null` for the project's own. */
  readonly files: { readonly config: string | null; readonly db: string | null };
  /** The project around `cwd` and its store; `--db` and `--config` are honoured. */
  openProjectStore(options?: { readonly?: boolean }): Promise<ProjectStore>;
}

export interface ProjectStore extends AsyncDisposable {
  readonly store: Store;
  /** Folder of `assay.yaml`, or the git top level where there is none. */
  readonly projectRoot: string;
  /** Where published output goes: `results/` in the project. */
  readonly resultsDir: string;
}

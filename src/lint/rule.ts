import type { Compose } from './compose.ts';
import type { Dockerfile } from './dockerfile.ts';
import type { FileSpot, Severity, Spot } from './finding.ts';
import type { ProjectFile } from './project-file.ts';

/** A rule of good practice. It has one check or more, each for one kind of file, or for all files together. */
export interface Rule {
  /** Lower case with hyphens; what suppressions, flags and JSON name. */
  readonly id: string;
  readonly severity: Severity;
  /** What the rule asks for, as one sentence. */
  readonly title: string;
  /** What goes wrong otherwise. */
  readonly why: string;
  /** Where that is documented. */
  readonly source: { readonly name: string; readonly url: string };
  /** The next step for whoever has a finding. */
  readonly fix: string;
  readonly dockerfile?: (dockerfile: Dockerfile) => Iterable<Spot>;
  readonly compose?: (compose: Compose, facts: Facts) => Iterable<Spot>;
  readonly project?: (project: ProjectFile, facts: Facts) => Iterable<Spot>;
  readonly together?: (files: Files, facts: Facts) => Iterable<FileSpot>;
}

/** All files that could be read. */
export interface Files {
  readonly dockerfiles: readonly Dockerfile[];
  readonly composes: readonly Compose[];
  readonly projects: readonly ProjectFile[];
}

/** What the files themselves do not say. */
export interface Facts {
  readonly machine: Machine;
  /** Names of container environments whose overhead a stored calibration says. */
  readonly calibrated: ReadonlySet<string>;
}

/** What may be given out to containers. */
export interface Machine {
  /** Processors, > 0; `null`: not known. */
  readonly cpus: number | null;
  /** `null`: not known. */
  readonly memoryBytes: number | null;
}

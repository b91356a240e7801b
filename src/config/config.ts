import type { Path } from './problem.ts';
import type { ConfigFile } from './schema.ts';

/** A configuration that is known to be valid. */
export interface Config {
  /** Absolute. */
  readonly path: string;
  /** Absolute; the paths of the configuration are relative to it. */
  readonly directory: string;
  /** Directory within the repository, `''` at its top. */
  readonly prefix: string;
  /** The path as messages show it: relative to where Assay was started, if that is shorter to read. */
  readonly display: string;
  readonly file: ConfigFile;
  /** `assay.yaml:12:5` of a key, else of the nearest parent that is in the file. */
  locate(path: Path): string;
  /** Whether the key is written in the file. */
  has(path: Path): boolean;
}

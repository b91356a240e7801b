import type { Config } from '../config/config.ts';
import { environmentsOf } from '../config/environments.ts';
import { parseConfig } from '../config/load.ts';
import type { PlannedEnvironment } from '../config/plan.ts';
import type { Path } from '../config/problem.ts';
import { parseYaml } from '../config/yaml.ts';
import { type Place, placesOf } from './place.ts';

/** An `assay.yaml` that is valid. */
export interface ProjectFile {
  readonly file: string;
  readonly config: Config;
  readonly environments: readonly PlannedEnvironment[];
  /** Where a key stands, else the nearest parent that is in the file. */
  readonly at: (path: Path) => Place;
}

/** Reads an `assay.yaml`; all its problems are one AssayError of code `config`. */
export function parseProject(
  text: string,
  where: { readonly path: string; readonly display: string; readonly repository: string },
): ProjectFile {
  const config = parseConfig(text, where);
  const tree = parseYaml(text, where.display);
  const place = placesOf(text);
  return {
    file: where.display,
    config,
    environments: [...environmentsOf(config).values()],
    at: (path) => place(tree.keyAt(path)),
  };
}

import { AssayError } from '../core/error.ts';
import { HOST } from './environments.ts';
import type { ContextName, Mode } from './execution.ts';
import type { ConfigExecution } from './execution-schema.ts';
import { suggestion } from './nearest.ts';
import type { Place, PlannedEnvironment } from './plan.ts';
import { excerpt } from './problem.ts';
import type { Situation } from './situation.ts';

/** What `assay.yaml` offers, and says of when to use it. */
export interface Choice {
  readonly environments: ReadonlyMap<string, PlannedEnvironment>;
  readonly execution: ConfigExecution;
}

/** What the command line says. */
export interface Asked {
  readonly env?: string;
  readonly mode?: Mode;
}

/** An environment with the rule that leads to it. */
export interface Ruling {
  readonly environment: PlannedEnvironment;
  /** For a person: `the only container`, `execution.contexts.ci`. */
  readonly rule: string;
}

/** Contexts that are measured in a container where there is one, so that different machines are comparable. */
const CONTAINED: readonly ContextName[] = ['ci', 'release'];

/** Where to measure here and now; errors are those of `rulingFor`. */
export function choosePlace(choice: Choice, asked: Asked, { context, why }: Situation): Place {
  const { environment, rule } = rulingFor(choice, asked, context);
  return { environment, why: asked.env === undefined ? `context ${context} (${why}): ${rule}` : rule };
}

/**
 * Where to measure in a context: `--env`, else what the mode and the context lead to. The table is in
 * docs/guide/environments.md. Throws a usage error for an environment that does not exist, or for a container
 * asked for where none is named.
 */
export function rulingFor(choice: Choice, asked: Asked, context: ContextName): Ruling {
  if (asked.env !== undefined) return { environment: named(choice, asked.env), rule: `--env ${asked.env}` };
  const { mode, said } = modeOf(choice, asked);
  if (mode === 'auto') return byContext(choice, context);
  const { environment, rule } = byKind(choice, context, mode) ?? noContainer(choice, said);
  return { environment, rule: rule === '' ? said : `${said}, ${rule}` };
}

function modeOf({ execution }: Choice, { mode }: Asked): { mode: Mode; said: string } {
  if (mode !== undefined) return { mode, said: `--mode ${mode}` };
  const written = execution.mode ?? 'auto';
  return { mode: written, said: `execution.mode is ${written}` };
}

function byContext(choice: Choice, context: ContextName): Ruling {
  const own = ownStep(choice, context);
  if (own) return own;
  const environment = choice.environments.get(HOST)!;
  if (!CONTAINED.includes(context)) return { environment, rule: 'the host unless said otherwise' };
  const several = containersOf(choice).length > 1;
  return (
    containerStep(choice) ?? {
      environment,
      rule: several
        ? 'the host, since execution.container names none of several containers'
        : 'the host, since no container is named',
    }
  );
}

/** What the context names if it is of that kind, else the environment of that kind that is meant in general. */
function byKind(choice: Choice, context: ContextName, kind: 'host' | 'container'): Ruling | null {
  const own = ownStep(choice, context);
  if (own?.environment.kind === kind) return own;
  if (kind === 'container') return containerStep(choice);
  return { environment: choice.environments.get(HOST)!, rule: '' };
}

function ownStep({ environments, execution }: Choice, context: ContextName): Ruling | null {
  const name = execution.contexts?.[context];
  if (name === undefined) return null;
  return { environment: environments.get(name)!, rule: `execution.contexts.${context}` };
}

/** The container that is meant where one is called for; `null` if there is none, or none of several is named. */
function containerStep(choice: Choice): Ruling | null {
  const name = choice.execution.container;
  if (name !== undefined) return { environment: choice.environments.get(name)!, rule: 'execution.container' };
  const [only, ...others] = containersOf(choice);
  return only && others.length === 0 ? { environment: only, rule: 'the only container' } : null;
}

function containersOf({ environments }: Choice): PlannedEnvironment[] {
  return [...environments.values()].filter(({ kind }) => kind === 'container');
}

function named({ environments }: Choice, name: string): PlannedEnvironment {
  const found = environments.get(name);
  if (found) return found;
  const names = [...environments.keys()];
  throw new AssayError('usage', `there is no environment ${excerpt(name)}${suggestion(name, names)}`, {
    hint: `there are: ${names.join(', ')}; others are named under environments in assay.yaml`,
  });
}

function noContainer(choice: Choice, said: string): never {
  const names = containersOf(choice).map(({ name }) => name);
  throw new AssayError(
    'usage',
    `${said}, but ${names.length === 0 ? 'there is no container environment' : 'of several container environments none is meant'}`,
    {
      hint:
        names.length === 0
          ? 'name one under environments in assay.yaml'
          : `say which: --env, or execution.container in assay.yaml: ${names.join(', ')}`,
    },
  );
}

import { AssayError } from '../core/error.ts';
import { parseCompose } from './compose.ts';
import { parseDockerfile } from './dockerfile.ts';
import {
  type FileSpot,
  type Finding,
  SEVERITIES,
  type Severity,
  type Spot,
  type Suppressed,
} from './finding.ts';
import { parseProject } from './project-file.ts';
import type { Facts, Files, Rule } from './rule.ts';
import { RULES } from './rules.ts';
import type { Source } from './source.ts';
import { suppressed } from './suppressed.ts';
import { dockerfileSuppressions, type Suppression, yamlSuppressions } from './suppression.ts';

export interface LintOptions {
  /** Ids of the rules that are applied; all but those of `disabled`, if absent. */
  readonly only?: readonly string[];
  readonly disabled?: readonly string[];
  /** Findings below it are left out. */
  readonly least?: Severity;
}

export interface LintResult {
  /** By file, in the order of lines. */
  readonly findings: readonly Finding[];
  readonly suppressed: readonly Suppressed[];
  /** Files that are not what their names say, with what is wrong. The others are looked at all the same. */
  readonly unreadable: readonly { readonly file: string; readonly error: AssayError }[];
  /** Ids of the rules that were applied. */
  readonly rules: readonly string[];
}

/** Applies the rules to files. Throws nothing: what cannot be read is in the result. */
export function lint(sources: readonly Source[], facts: Facts, options: LintOptions = {}): LintResult {
  const { files, unreadable } = read(sources);
  const rules = RULES.filter(
    ({ id }) => (options.only ?? [id]).includes(id) && !options.disabled?.includes(id),
  );
  const found = rules.flatMap((rule) => spotsOf(rule, files, facts).map((spot) => findingOf(rule, spot)));
  const broken = new Set(unreadable.map(({ file }) => file));
  const comments = new Map(
    sources.filter(({ file }) => !broken.has(file)).map((source) => [source.file, suppressionsOf(source)]),
  );
  const result = suppressed(found, comments, rules);
  const least = SEVERITIES.indexOf(options.least ?? 'note');
  return {
    findings: result.findings.filter(({ severity }) => SEVERITIES.indexOf(severity) <= least).sort(byPlace),
    suppressed: result.suppressed.sort(byPlace),
    unreadable,
    rules: rules.map(({ id }) => id),
  };
}

function read(sources: readonly Source[]): { files: Files } & Pick<LintResult, 'unreadable'> {
  const files = { dockerfiles: [], composes: [], projects: [] } as {
    -readonly [Kind in keyof Files]: Files[Kind][number][];
  };
  const unreadable: LintResult['unreadable'][number][] = [];
  for (const source of sources) {
    const { file, text } = source;
    try {
      if (source.kind === 'dockerfile') files.dockerfiles.push(parseDockerfile(text, file));
      else if (source.kind === 'compose') files.composes.push(parseCompose(text, file));
      else if (source.kind === 'project')
        files.projects.push(parseProject(text, { ...source, display: file }));
    } catch (error) {
      if (!(error instanceof AssayError)) throw error;
      unreadable.push({ file, error });
    }
  }
  return { files, unreadable };
}

function spotsOf(rule: Rule, files: Files, facts: Facts): FileSpot[] {
  const { dockerfiles, composes, projects } = files;
  const inFile = (file: string, spots: Iterable<Spot> | undefined): FileSpot[] =>
    [...(spots ?? [])].map((spot) => ({ ...spot, file }));
  return [
    ...dockerfiles.flatMap((each) => inFile(each.file, rule.dockerfile?.(each))),
    ...composes.flatMap((each) => inFile(each.file, rule.compose?.(each, facts))),
    ...projects.flatMap((each) => inFile(each.file, rule.project?.(each, facts))),
    ...(rule.together?.(files, facts) ?? []),
  ];
}

function findingOf({ id, severity, fix }: Rule, spot: FileSpot): Finding {
  const { file, at, message } = spot;
  return { file, ...at, severity, rule: id, message, fix: spot.fix ?? fix };
}

function suppressionsOf({ kind, text }: Source): Suppression[] {
  return kind === 'dockerfile' ? dockerfileSuppressions(text) : yamlSuppressions(text);
}

function byPlace(a: Finding, b: Finding): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return a.line - b.line || a.column - b.column || (a.rule < b.rule ? -1 : a.rule > b.rule ? 1 : 0);
}

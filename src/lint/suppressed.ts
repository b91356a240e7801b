import { suggestion } from '../config/nearest.ts';
import { excerpt } from '../config/problem.ts';
import type { Finding, Suppressed } from './finding.ts';
import type { Rule } from './rule.ts';
import { SUPPRESSION_UNEXPLAINED, SUPPRESSION_UNUSED } from './rules/suppressions.ts';
import { RULES } from './rules.ts';
import type { Suppression } from './suppression.ts';

interface Sorted {
  readonly findings: Finding[];
  readonly suppressed: Suppressed[];
}

/**
 * Takes out what comments suppress, and adds what is wrong with the comments. Whether a suppression is of use can
 * only be said of `rules` that were applied.
 */
export function suppressed(
  found: readonly Finding[],
  comments: ReadonlyMap<string, readonly Suppression[]>,
  rules: readonly Rule[],
): Sorted {
  const used = new Set<string>();
  const sorted: Sorted = { findings: [], suppressed: [] };
  for (const finding of found) {
    const by = comments.get(finding.file)?.find((each) => covers(each, finding));
    if (by?.reason) {
      used.add(key(finding.file, by, finding.rule));
      sorted.suppressed.push({ ...finding, reason: by.reason });
    } else sorted.findings.push(finding);
  }
  const applied = new Set(rules.map(({ id }) => id));
  for (const [file, suppressions] of comments) {
    for (const suppression of suppressions) {
      const problems = problemsOf(suppression, applied, (rule) => used.has(key(file, suppression, rule)));
      for (const { rule, message } of problems) {
        if (!applied.has(rule.id)) continue;
        const { id, severity, fix } = rule;
        sorted.findings.push({ file, ...suppression.at, severity, rule: id, message, fix });
      }
    }
  }
  return sorted;
}

function covers({ line, rules, reason }: Suppression, finding: Finding): boolean {
  return reason !== null && finding.line === line && rules.includes(finding.rule);
}

function key(file: string, { at }: Suppression, rule: string): string {
  return JSON.stringify([file, at.line, at.column, rule]);
}

function problemsOf(
  { rules, reason }: Suppression,
  applied: ReadonlySet<string>,
  isUsed: (rule: string) => boolean,
): { rule: Rule; message: string }[] {
  if (reason === null) {
    return [
      {
        rule: SUPPRESSION_UNEXPLAINED,
        message: `no reason is given for ${rules.join(', ')}, so it has no effect`,
      },
    ];
  }
  const ids = RULES.map(({ id }) => id);
  return rules.flatMap((id) => {
    const rule = SUPPRESSION_UNUSED;
    if (!ids.includes(id))
      return [{ rule, message: `there is no rule ${excerpt(id)}${suggestion(id, ids)}` }];
    return applied.has(id) && !isUsed(id) ? [{ rule, message: `${id} finds nothing here` }] : [];
  });
}

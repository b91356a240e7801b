import type { Rule } from '../rule.ts';

const source = { name: 'Assay, suppressing a finding', url: '../guide/lint.md#suppressing-a-finding' };

/** Both are found where suppressions are applied, not by looking at one file. */
export const SUPPRESSION_UNEXPLAINED: Rule = {
  id: 'suppression-unexplained',
  severity: 'warning',
  title: 'A suppression says why.',
  why: 'Without a reason nobody can tell later whether the exception still holds. It has no effect until it has one.',
  source,
  fix: 'write the reason behind the rule: # assay-lint: disable=RULE reason',
};

export const SUPPRESSION_UNUSED: Rule = {
  id: 'suppression-unused',
  severity: 'warning',
  title: 'A suppression suppresses something.',
  why: 'One that is left over would hide the next finding of its rule in this place.',
  source,
  fix: 'remove the comment',
};

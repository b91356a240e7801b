import { DEFAULTS } from './defaults.ts';
import type { Command, Proposal } from './detect/proposal.ts';

/** The text of a first `assay.yaml` with these benchmarks, or with one to replace. */
export function starterConfig(proposals: readonly Proposal[]): string {
  const benchmarks = proposals.length > 0 ? proposals : [PLACEHOLDER];
  const builds = new Set(benchmarks.map(({ build }) => JSON.stringify(build)));
  const shared = builds.size === 1 ? benchmarks[0]!.build : null;
  return `# What Assay measures here. Every key: docs/reference/configuration.md
#   assay run        measures the last commit
#   assay compare    says whether your change made anything slower

# The smallest change worth knowing; smaller ones are called unchanged.
tolerance: ${DEFAULTS.tolerance * 100}%

# The chance that a run raises one or more false alarms, over all benchmarks together.
false-alarm-budget: ${DEFAULTS.falseAlarmBudget * 100}%
${shared === null ? '' : `\n# Once for each commit, in a worktree of its own; your checkout is not touched.\nbuild: ${command(shared)}\n`}
benchmarks:
${benchmarks.map((proposal) => benchmark(proposal, shared === null)).join('\n')}
  # More to say of a benchmark, if needed:
  #   params: { size: [small, large] }   # a case for each; {size} stands for it in the command
  #   prepare: rm -rf out                # before each execution, not measured
  #   stdin: data/input.json             # a file for its standard input
  #   time: 30s                          # for each case
  #   metrics: [wall, peak-memory]       # what is judged; by default only wall time
`;
}

const PLACEHOLDER: Proposal = {
  name: 'example',
  kind: 'program',
  source: '',
  build: null,
  command: ['true'],
  comment: 'Nothing to measure was found: put your own command here, as a list or as a shell line.',
};

function benchmark(proposal: Proposal, withBuild: boolean): string {
  const lines = [
    `  # ${proposal.comment.replace(/[\s\p{C}]+/gu, ' ')}`,
    `  ${JSON.stringify(proposal.name)}:`.replace(/"([A-Za-z][\w./-]*)"/, plainKey),
  ];
  if (withBuild && proposal.build !== null) lines.push(`    build: ${command(proposal.build)}`);
  lines.push(`    command: ${command(proposal.command)}`);
  if (proposal.cwd !== undefined) lines.push(`    cwd: ${JSON.stringify(proposal.cwd)}`);
  if (proposal.env !== undefined) lines.push(`    env: ${flow(proposal.env)}`);
  return `${lines.join('\n')}\n`;
}

/** A name that YAML would read as something else than text stays quoted. */
function plainKey(quoted: string, name: string): string {
  return /^(true|false|null)$/i.test(name) ? quoted : name;
}

/** JSON, which is YAML as well. */
function command(value: Command): string {
  return typeof value === 'string'
    ? JSON.stringify(value)
    : `[${value.map((word) => JSON.stringify(word)).join(', ')}]`;
}

function flow(env: Readonly<Record<string, string>>): string {
  return `{ ${Object.entries(env)
    .map(([name, value]) => `${name}: ${JSON.stringify(value)}`)
    .join(', ')} }`;
}

import { Command } from 'commander';
import { AssayError } from '../core/error.ts';
import type { Context } from './context.ts';
import { type MeasureFlags, overridesOf, positiveInteger, withMeasureFlags } from './project/settings.ts';
import { WORKTREE } from './project/worktree.ts';

interface CompareFlags extends MeasureFlags {
  readonly benchmark?: string[];
  readonly baseline?: string;
  readonly candidate?: string;
  readonly paired?: boolean;
  readonly stored?: boolean;
  readonly baseFrom?: string;
  readonly runs?: number;
  readonly envBase?: string;
  readonly across?: boolean;
}

export function compareCommand(context: Context): Command {
  const command = new Command('compare')
    .summary('decide whether a change made anything slower or faster')
    .description(
      'Builds two commits and measures them interleaved on this machine until each case is settled.\n' +
        'BASE defaults to where HEAD left the default branch, CANDIDATE to the files as they are now;\n' +
        '`baseline:NAME` stands for a stored baseline.\n' +
        'With --baseline and --candidate, compares samples taken elsewhere instead: files of hyperfine\n' +
        '(--export-json) or of the schema assay.samples/1.',
    )
    .argument('[base]', 'commit, tag, branch, or baseline:NAME')
    .argument('[candidate]', 'commit, tag, branch, or `worktree`')
    .option('-b, --benchmark <name...>', 'only these benchmarks: names, or patterns with * and ?')
    .option('--baseline <file>', 'samples of the baseline')
    .option('--candidate <file>', 'samples of the candidate')
    .option('--paired', 'the two files were sampled in turn: pair their samples by position')
    .option('--stored', 'judge stored runs of the candidate against stored runs of the baseline')
    .option('--base-from <how>', 'with --stored: tag, merge-base, ancestor or last:N; default: last:10')
    .option('--env-base <name>', 'measure the baseline in this environment, the candidate in that of --env')
    .option('--across', 'let a calibration make measurements of two environments comparable')
    .option('--runs <n>', 'with --stored: measure the candidate until it has so many runs', positiveInteger);
  return withMeasureFlags(command).action(
    async (base: string | undefined, candidate: string | undefined, flags: CompareFlags) => {
      if (flags.stored) {
        refuseFiles(flags);
        const { compareStored } = await import('./compare/stored.ts');
        return compareStored(context, base, candidate, flags);
      }
      if (flags.baseFrom !== undefined || flags.runs !== undefined) {
        throw new AssayError('usage', '--base-from and --runs go with --stored', {
          hint: 'without it both sides are measured now',
        });
      }
      if (flags.baseline === undefined && flags.candidate === undefined) {
        if (flags.paired)
          throw new AssayError('usage', '--paired goes with --baseline and --candidate', {
            hint: 'comparisons of commits are always paired',
          });
        return compareCommits(context, base, candidate, flags);
      }
      if (flags.baseline === undefined || flags.candidate === undefined) {
        throw new AssayError('usage', '--baseline and --candidate go together', { hint: 'give both files' });
      }
      if (base !== undefined)
        throw new AssayError('usage', `${base} and --baseline name two baselines`, {
          hint: 'compare either commits or files',
        });
      const { compareFiles } = await import('./compare/files.ts');
      return compareFiles(
        context,
        { baseline: flags.baseline, candidate: flags.candidate, paired: flags.paired ?? false },
        flags,
      );
    },
  );
}

function refuseFiles({ baseline, candidate, paired, report }: CompareFlags): void {
  const given = Object.entries({ baseline, candidate, paired, report }).find(
    ([, value]) => value !== undefined,
  );
  if (given === undefined) return;
  throw new AssayError('usage', `--${given[0]} does not go with --stored`, {
    hint: '--stored judges runs in the database and writes none of its own',
  });
}

async function compareCommits(
  context: Context,
  base: string | undefined,
  candidateName: string | undefined,
  flags: CompareFlags,
): Promise<void> {
  const { openBench } = await import('./project/measuring.ts');
  const { loadConfig } = await import('../config/load.ts');
  const { planOf } = await import('../config/plan-of.ts');
  const { secretUses } = await import('../config/secrets.ts');
  const { resolveSecrets } = await import('../platform/secret.ts');
  const { areTags, placeOf } = await import('./project/place.ts');
  const { defaultBase, resolveRevision } = await import('./project/revisions.ts');
  const { measureComparison } = await import('./compare/run.ts');
  const { withBasePlace } = await import('./compare/base-place.ts');
  await using bench = await openBench(context, 'compare', flags);
  const { project, store } = bench;
  const config = await loadConfig(project.configPath);
  const plan = withBasePlace(
    config,
    planOf(config, {
      ...{ benchmarks: flags.benchmark ?? [], overrides: overridesOf(flags) },
      ...(await placeOf(config, flags, () => areTags(project.repository, [base, candidateName]))),
    }),
    flags,
  );
  const secrets = await resolveSecrets(secretUses(config, plan), config.directory);
  const candidate = await resolveRevision(project, store, candidateName ?? WORKTREE);
  const chosen = base === undefined ? await defaultBase(project, candidate) : { name: base, commit: base };
  const baseline = { ...(await resolveRevision(project, store, chosen.commit)), label: chosen.name };
  const runId = await measureComparison(context, bench, {
    plan,
    secrets,
    baseline,
    candidate,
    seed: flags.seed,
    resume: null,
    mayCross: flags.across ?? false,
  });
  const { printComparison } = await import('./compare/output.ts');
  await printComparison(context, store, runId);
  if (flags.report) {
    const { reportToo } = await import('./report/too.ts');
    await reportToo(context, bench, runId);
  }
}

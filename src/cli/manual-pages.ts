import type { ManualPage } from './manual.ts';

/** By command, with its subcommands after it. */
export const MANUAL: Readonly<Record<string, ManualPage>> = {
  init: {
    summary: 'write a first assay.yaml for this repository',
    about:
      'Looks at the current folder (package.json, Cargo.toml, go.mod, Makefile, pyproject.toml, CMakeLists.txt) and writes a commented assay.yaml that builds and runs what it found. A file that exists is never changed. Read the proposal, correct what is measured, and commit it.',
    examples: [
      ['see what would be written', 'assay init --dry-run'],
      ['write assay.yaml', 'assay init'],
    ],
  },
  run: {
    summary: 'measure the benchmarks of one commit',
    about:
      'Builds a commit in a worktree of its own (your checkout is not touched), samples every case of the benchmarks named (default: all), stores each sample as it is taken, and prints a summary.\n\nA run describes one commit and decides nothing; use it for history and baselines, and assay compare for verdicts. Without --samples and --time, a case ends when its medians are known to ±1 %, after 10 to 200 samples or about 10 seconds.\n\nAn interrupted run keeps its samples; --resume goes on with it in the same order, with the plan it began with: other flags of measuring are refused.',
    examples: [
      ['measure the files as they are now', 'assay run'],
      ['one benchmark, with exactly 20 samples', 'assay run digest --samples 20'],
      ['an old commit, for the history', 'assay run --commit HEAD~2 --samples 20'],
    ],
  },
  compare: {
    summary: 'decide whether a change made anything slower or faster',
    about:
      'Builds two commits and measures them on this machine in turn, in blocks of random order, until each case is settled or its budget is used up. BASE defaults to where HEAD left the default branch; on the default branch with nothing changed, to the commit before. CANDIDATE defaults to the files as they are now, committed or not. baseline:NAME stands for the commit of a stored baseline.\n\nWithout --samples and --time, a case ends after 10 to 400 blocks or about 30 seconds. --tolerance is the smallest change worth knowing; --false-alarm-budget bounds the chance that the whole run calls a change where there is none.\n\nWith --baseline and --candidate it compares samples taken elsewhere and stores nothing: files of hyperfine (--export-json) or of the schema assay.samples/1.\n\nWith --stored it judges stored runs of CANDIDATE (default: HEAD) against stored runs of the baseline in this environment: BASE, or what --base-from names. The median of a run is one value, so what varies from run to run counts, and one run on either side never decides. A candidate without runs is measured now.',
    exits: '0 nothing got worse · 1 a regression · 3 inconclusive, which never passes.',
    examples: [
      ['did my change slow anything down?', 'assay compare'],
      ['two tags, with a report', 'assay compare v1.0 v1.1 --report'],
      [
        'only changes of 5 % or more, with 10 seconds a case',
        'assay compare HEAD~3 --tolerance 5% --time 10',
      ],
      ['against a stored baseline', 'assay compare baseline:v1.0'],
      ['samples taken elsewhere', 'assay compare --baseline before.json --candidate after.json'],
    ],
  },
  report: {
    summary: 'write the report of a run, with its graphs and data',
    about:
      'Writes Markdown, one self-contained HTML page, SVG and PNG graphs and CSV to results/, and keeps an immutable copy of each run below results/versioned_results/. RUN is an id or its beginning, a commit (its latest run), A..B (the latest comparison of B with A), or latest. Nothing is measured. Equal evidence gives equal files, apart from the time of writing.',
    examples: [
      ['the latest run', 'assay report'],
      ['the latest comparison of two commits', 'assay report v1.0..v1.1'],
      ['into another folder', 'assay report latest --results published'],
    ],
  },
  trace: {
    summary: 'show what a graph or a number was computed from',
    about:
      'Derives a figure again from the store and prints its run, commit, environment, command and samples. FIGURE is a graph of a report, or an id as it stands at the end of each row of a report: the row (ten digits) or one of its figures (1a2b3c4d5e.ratio).',
    examples: [
      ['the samples behind a picture', 'assay trace results/readme_graphs/ratios.png'],
      ['every one of them', 'assay trace results/readme_graphs/ratios.png --samples'],
    ],
  },
  verify: {
    summary: 'check published figures and graphs against their samples',
    about:
      'Derives every figure of a results tree, or every graph of Assay that a Markdown file shows, again from the store, and fails on a changed sample, an edited file or picture, a missing or foreign one. With --commit it also fails where something was measured at another commit, unless nothing but the published results changed since.',
    exits:
      '0 all is what its samples give · 1 something is not · 3 evidence is missing, so it cannot be told.',
    examples: [
      ['the results of this project', 'assay verify'],
      ['the graphs that a README shows', 'assay verify README.md'],
      ['also the copies of earlier runs', 'assay verify --all results'],
    ],
  },
  runs: {
    summary: 'list stored runs',
    about:
      'Lists stored runs and comparisons, newest first. An interrupted run can be resumed: assay run --resume RUN.',
    examples: [
      ['the latest runs', 'assay runs'],
      ['at most five of one commit', 'assay runs --commit HEAD --limit 5'],
    ],
  },
  show: {
    summary: 'show one stored run with its measurements',
    about:
      'Shows what was measured, where and with which settings, every measurement, and for a comparison its verdict. RUN is an id, its beginning, or latest. The exit code is 0 whatever the verdict was.',
    examples: [
      ['the latest run', 'assay show'],
      ['with every sample, for a script', 'assay show latest --json'],
    ],
  },
  baseline: {
    summary: 'name runs to compare with later',
    about:
      'A baseline is a name for a completed run. It never moves, and its run is never pruned. assay compare baseline:NAME builds its commit again and measures both sides anew: figures of another day are not compared with today’s.',
    examples: [],
  },
  'baseline create': {
    summary: 'name a completed run',
    about: 'Names a completed run for good. A name that exists is refused.',
    examples: [['keep the latest run as a baseline', 'assay baseline create release-1']],
  },
  'baseline list': {
    summary: 'list baselines',
    about: 'Lists baselines, newest first.',
    examples: [['all of them', 'assay baseline list']],
  },
  env: {
    summary: 'show, list, compare and explain environments',
    about:
      'An environment is what was recorded of the machine: hardware, kernel, limits, toolchain. Its short id is a digest of what moves measurements; runs of different ids are not compared.',
    examples: [],
  },
  'env list': {
    summary: 'list the environments that were measured in',
    about: 'Lists the environments in the database, the most recently used first.',
    examples: [['all of them', 'assay env list']],
  },
  'env show': {
    summary: 'show one environment in full',
    about:
      'Shows a stored environment, or without an id the one here and now. Names of host, user and folder are left out unless asked for.',
    examples: [
      ['this machine', 'assay env show'],
      ['to take elsewhere', 'assay env show --json > laptop.json'],
    ],
  },
  'env diff': {
    summary: 'show what differs between two environments',
    about:
      'Lists what differs with its grade and why: `harmless`, runs may be compared; `comparable with calibration`, only by assay compare --across; `not comparable`, not at all, as when the machine differs. Without B, the environment here and now is B.',
    examples: [['a file from another machine with this one', 'assay env diff laptop.json --file']],
  },
  'env explain': {
    summary: 'explain where this project is measured, and why there',
    about:
      'Prints which environment of assay.yaml is chosen in each context (local, ci, production, release), by which rule, which context holds here and now, and every environment with its defaults filled in. Takes the flags that choose an environment and shows what they lead to. Measures nothing.',
    examples: [
      ['here and now', 'assay env explain'],
      ['what a release would be compared in', 'assay env explain --context release'],
    ],
  },
  lint: {
    summary: 'find what makes measurements wrong or unsafe in assay.yaml, Dockerfiles and compose files',
    about:
      'Holds assay.yaml, Dockerfiles and compose files against rules of good practice: pinned versions, explicit limits that fit the machine, health checks, kept results, no privileges, no secrets, measured overhead, and more. Without a path it looks at the assay.yaml of the project, the Dockerfiles that its environments name, and every Dockerfile and compose file that git does not ignore. Nothing is run, built or fetched.\n\nEach finding has its place, the rule and the fix. docs/reference/lint-rules.md has the reasons. A comment in the line, or alone in the line above, suppresses a finding and says why: # assay-lint: disable=RULE reason.\n\nLimits of services that run together, and of environments, are added up against the processors and memory here, or against --cpus and --memory.',
    exits: '0 no error found · 1 an error found; warnings and notes do not count · 2 a file cannot be read.',
    examples: [
      ['the project', 'assay lint'],
      ['only what is at least a warning', 'assay lint --severity warning'],
      ['for another machine', 'assay lint --cpus 4 --memory 8GiB'],
    ],
  },
  doctor: {
    summary: 'find what will disturb measurements here',
    about:
      'Looks at the compiler, git, performance counters, CPU governor, turbo, load, virtualisation, limits, NUMA, swap and more, and gives the fix for each. It changes nothing. A warning does not stop Assay: it says why results may be noisier than need be.',
    exits: '0 Assay can work · 4 something must be fixed first.',
    examples: [['all checks', 'assay doctor']],
  },
  track: {
    summary: 'measure the commits of a range that were not measured here yet',
    about:
      'Builds and measures the commits that have no evidence yet in this environment for the benchmarks as assay.yaml describes them, each in a worktree and a run of its own; HEAD and your files are not touched. First the newest, then the oldest, then the middle of the longest unknown stretch again and again, so that a step is soon known to a few commits. Every commit is stored before the next begins: after an interruption the same command goes on, with the run that was interrupted.\n\nA commit that cannot be built is kept as a finding and skipped, now and later, unless --retry is given. RANGE is what git log takes; --last and --every thin it out.',
    exits:
      '0 everything that can be built is measured · 3 a benchmark failed, or another process is measuring a commit.',
    examples: [
      ['what would be measured, in which order', 'assay track --last 5 --dry-run'],
      ['the last five commits', 'assay track --last 5 --samples 5'],
      ['every second commit of a range', 'assay track HEAD~4..HEAD --every 2 --samples 5'],
    ],
  },
  bisect: {
    summary: 'find the commit that made a benchmark slower or faster',
    about:
      'First confirms that BAD differs from GOOD, by an interleaved comparison as assay compare makes it. Then compares GOOD with commits in between, in the order of git bisect, until one is left: for n commits ⌈log₂ n⌉ + 1 comparisons. Of several cases and metrics the one that changed most is followed, unless --case and --metric name one. A commit is taken as changed when it differs from GOOD by more than half the change, and as unchanged when its interval ends before that.\n\nAll comparisons together err with at most the false-alarm budget, if every commit is at the level of GOOD or of BAD. Commits that cannot be built are gone round; if they hide the one, all that it may be are named. Comparisons that were made before are not made again.',
    exits:
      '0 found · 3 not found: a comparison stayed undecided, commits could not be tested, or GOOD and BAD do not differ.',
    examples: [['which of four commits made it slower', 'assay bisect HEAD~4 HEAD~3 digest']],
  },
  calibrate: {
    summary: 'measure what one environment costs against another',
    about:
      'Measures the same work in two environments of assay.yaml in turn, in blocks of random order within one run: this host (`host`) and `execution.container` or the only container environment, or the two that --env names, the one to compare with first. The probes are programs of a fixed amount of work: integer and floating-point computing, memory bandwidth and latency, system calls, processes, files on the root, a volume and tmpfs, TCP on the loopback interface. Benchmarks that are named are measured instead, or with --probes besides.\n\nOf each it gives the ratio with its interval, and the smallest effect that would have been seen; of what does not grow with the work, the difference. Where nothing is seen it says how large a difference may be at most. All intervals hold together, but for the false-alarm budget. Twice the same environment is a check of the method: it should show nothing.\n\nWhat it finds is stored with both environments and used by assay compare --across, as long as both stay as they are. Its samples are in no history.',
    exits: '0 measured, whatever was found · 3 none of the probes can be run.',
    examples: [
      [
        'the method itself: this host against this host',
        'assay calibrate --env host --env host --probes integer,spawn --samples 16',
      ],
      ['what was found', 'assay calibrate show'],
      ['what was found when', 'assay calibrate list'],
    ],
  },
  'calibrate list': {
    summary: 'list the calibrations',
    about: 'Lists the calibrations that ended, newest first, with the environments that they hold for.',
    examples: [['all of them', 'assay calibrate list']],
  },
  'calibrate show': {
    summary: 'show a calibration',
    about:
      'Prints a calibration again, and draws it with --graph. ID is that of its run, the beginning of one, or latest. assay trace shows the samples behind each of its figures.',
    examples: [['the latest, with a picture', 'assay calibrate show --graph calibration.svg']],
  },
  noise: {
    summary: 'measure how noisy this machine is for these benchmarks',
    about:
      'Compares the program with itself in several runs, each with a pause and a start of its own, and says how samples vary within a run and from run to run, whether neighbouring samples are alike, and whether more warm-up is needed. From these samples it plays comparisons: how wide the interval of assay compare will be with the current budget, the smallest change that it will see, the samples needed for 1, 2, 5 and 10 %, and how often it would raise a false alarm. --samples and --time are the budget of the comparison that is forecast; --runs and --blocks are what is measured now. What it finds is kept and used by assay compare --stored.',
    examples: [['all benchmarks, briefly', 'assay noise --runs 3 --blocks 6']],
  },
  changes: {
    summary: 'find where a metric stepped from one level to another',
    about:
      'Searches the histories of stored runs, or of files (--series), for steps: the first position of each new level, the levels on both sides, the ratio with its interval, and whether the environment changed at the same place. Single wild points, noise that remembers and slow drift are no steps. Histories need 8 points or more; where the last points may become a step, it says how many more would settle it.\n\nA file holds a history as JSON (assay.series/1), an array of them, or CSV with a header: columns called commit, environment and time are taken as such, every other column of numbers is a metric. Rows go from the oldest to the newest.',
    exits: '0 searched, whatever was found · 3 no history was long enough.',
    examples: [
      ['all stored histories', 'assay changes'],
      ['fewer false steps: one history in a thousand', 'assay changes --false-rate 0.1%'],
    ],
  },
  history: {
    summary: 'show how metrics went over the commits',
    about:
      'Puts the stored runs of committed trees in the order of their commits, shows where a metric stepped from one level to another, and draws each history to .assay/history. Runs of dirty trees are left out. --false-rate bounds the chance that a history without a step shows one.',
    examples: [
      ['all judged metrics', 'assay history'],
      ['one benchmark, without pictures', 'assay history digest --no-graphs'],
    ],
  },
  import: {
    summary: 'store the results of other tools',
    about:
      'Reads files that other benchmark tools wrote, recognised by their content, and stores them as measurements: the raw samples where the file has them, else the summary that it states. A file is stored whole or not at all, and the same content once. A history (data.js, the results of asv) becomes a run for each of its points.\n\nWhere a file does not say at which commit, when or where it was measured, or which way a metric is better, --commit, --at, --environment and --direction say it; directions may also stand in assay.yaml. Columns of CSV and keys of NDJSON are named with --map. docs/reference/import-formats.md lists what is read of each format.',
    exits: '0 all files were read · 2 a file was refused.',
    examples: [
      ['see what is read', 'assay import --dry-run samples.json'],
      ['store it for a commit', 'assay import samples.json --commit HEAD --at 2026-11-02T10:00:00Z'],
    ],
  },
  export: {
    summary: 'write stored measurements for other tools',
    about:
      'Writes the measurements of a run to stdout: every sample as assay.samples/1, CSV or NDJSON, wall times as hyperfine writes them, or one value of each measurement in the Bencher Metric Format. What a format cannot hold is left out and counted on stderr. assay import reads each of them again.',
    exits: '0 written · 3 the run has nothing that the format holds.',
    examples: [
      ['all samples of the latest run', 'assay export --format csv'],
      ['for scripts made for hyperfine', 'assay export --format hyperfine'],
    ],
  },
  db: {
    summary: 'back up, restore, check and prune the database',
    about: 'Looks after the database, .assay/assay.db of the project unless --db names another.',
    examples: [],
  },
  'db backup': {
    summary: 'copy the database while it is in use',
    about:
      'Writes a consistent copy, also while another process measures. The same contents give the same bytes. An existing file is replaced once the copy is complete.',
    examples: [['to a file', 'assay db backup backups/assay.db']],
  },
  'db restore': {
    summary: 'put a backup in the place of the database',
    about:
      'Checks a backup and puts it in the place of the database. A database that is there already needs --replace; a damaged backup is refused.',
    examples: [['back to the backup', 'assay db restore backups/assay.db --replace']],
  },
  'db check': {
    summary: 'check structure and samples',
    about:
      'Checks the structure of the database, and every sample against the digest that was sealed with its measurement.',
    exits: '0 no problem found · 1 problems · 4 the file is no database of Assay.',
    examples: [['all of it', 'assay db check']],
  },
  'db prune': {
    summary: 'remove old runs',
    about:
      'Removes finished runs outside what --keep names, never one with a baseline, and gives the space back to the disk. Reports of removed runs can no longer be traced.',
    examples: [
      ['keep the newest 100 runs', 'assay db prune --keep 100'],
      ['keep the runs of the last 90 days', 'assay db prune --keep 90d'],
    ],
  },
  completion: {
    summary: 'print a completion script for a shell',
    about:
      'Prints a completion script. Put it where your shell looks for them: ~/.local/share/bash-completion/completions/assay for bash, a folder in fpath as _assay for zsh, ~/.config/fish/completions/assay.fish for fish.',
    examples: [['for bash', 'assay completion bash']],
  },
};

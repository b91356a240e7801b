/** One of the practices that the rules hold a project to. */
export interface Practice {
  readonly kind: 'do' | "don't";
  readonly text: string;
  /** Ids of the rules that find where it is not kept. */
  readonly rules: readonly string[];
}

/** What makes a measurement in containers repeatable and fair, and what spoils it. */
export const PRACTICES: readonly Practice[] = [
  {
    kind: 'do',
    text: 'Name versions of everything.',
    rules: [
      'image-without-digest',
      'packages-unpinned',
      'packages-upgraded',
      'download-unchecked',
      'source-unpinned',
    ],
  },
  {
    kind: 'do',
    text: 'Set explicit limits that fit the machine.',
    rules: ['limits-missing', 'pids-unlimited', 'swap-beyond-memory', 'resources-oversubscribed'],
  },
  {
    kind: 'do',
    text: 'Wait until services are healthy.',
    rules: ['service-healthcheck-missing', 'dependency-not-awaited', 'image-healthcheck-missing'],
  },
  { kind: 'do', text: 'Keep results on volumes.', rules: ['results-in-container'] },
  {
    kind: 'do',
    text: 'Isolate the network.',
    rules: ['host-network', 'ports-exposed', 'network-while-measured'],
  },
  { kind: 'do', text: 'Warm up before sampling.', rules: ['warm-up-missing'] },
  { kind: 'do', text: 'Compare releases under the same configuration.', rules: ['compared-limits-differ'] },
  { kind: 'do', text: 'Measure what the container itself costs.', rules: ['overhead-unmeasured'] },
  { kind: "don't", text: 'Run privileged.', rules: ['privileged', 'capability-broad', 'confinement-off'] },
  { kind: "don't", text: 'Use `latest`.', rules: ['image-unpinned'] },
  { kind: "don't", text: 'Let resources be dynamic.', rules: ['resources-dynamic'] },
  {
    kind: "don't",
    text: 'Share resources of the host.',
    rules: ['host-namespace', 'engine-socket', 'outside-project'],
  },
  { kind: "don't", text: 'Run as root.', rules: ['root-user'] },
  {
    kind: "don't",
    text: 'Put secrets into images or files.',
    rules: ['secret-in-image', 'secret-file-in-image', 'secret-in-plain-text'],
  },
];

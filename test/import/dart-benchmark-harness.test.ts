import { holdsReader } from './reader.ts';

holdsReader(
  'dart-benchmark-harness',
  ['dart-benchmark-harness/output.txt', 'dart-benchmark-harness/v2.txt'],
  { endless: true },
);

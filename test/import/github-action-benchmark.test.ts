import { holdsReader } from './reader.ts';

holdsReader('github-action-benchmark', [
  'github-action-benchmark/custom.json',
  'github-action-benchmark/data.js',
]);

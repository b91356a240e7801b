import { holdsReader } from './reader.ts';

holdsReader(
  'redis-benchmark',
  ['benchmark', 'command', 'before-6.2'].map((name) => `redis-benchmark/${name}.csv`),
  { endless: true },
);

import { holdsReader } from './reader.ts';

holdsReader(
  'sysbench',
  ['cpu', 'memory', 'threads', 'mutex', 'fileio', 'oltp'].map((name) => `sysbench/${name}.txt`),
);

import { holdsReader } from './reader.ts';

holdsReader('libtest', ['libtest/1.95.0.txt', 'libtest/1.95.0-quiet.txt']);

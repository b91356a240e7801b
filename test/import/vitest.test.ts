import { holdsReader } from './reader.ts';

holdsReader('vitest', ['vitest/3.2.4.json', 'vitest/1.6.1.json']);

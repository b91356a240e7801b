import { holdsReader } from './reader.ts';

holdsReader('pyperf', ['pyperf/2.9.0.json', 'pyperf/2.9.0-memory.json']);

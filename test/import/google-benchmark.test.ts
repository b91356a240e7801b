import { holdsReader } from './reader.ts';

holdsReader('google-benchmark', ['google-benchmark/1.7.1.json', 'google-benchmark/1.7.1-aggregates.json']);

import { holdsReader } from './reader.ts';

holdsReader('pytest-benchmark', ['pytest-benchmark/5.1.0.json']);

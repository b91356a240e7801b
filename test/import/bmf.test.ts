import { holdsReader } from './reader.ts';

holdsReader('bmf', ['bmf/results.json']);

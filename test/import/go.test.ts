import { holdsReader } from './reader.ts';

holdsReader('go', ['go/1.26.txt', 'go/1.26.json']);

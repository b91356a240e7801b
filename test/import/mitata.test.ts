import { holdsReader } from './reader.ts';

holdsReader('mitata', ['mitata/1.0.34.json', 'mitata/1.0.34-samples.json', 'mitata/0.1.14.json']);

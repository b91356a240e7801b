import { holdsReader } from './reader.ts';

holdsReader('benchmark.js', ['benchmark.js/2.1.4.txt'], { endless: true });

import { holdsReader } from './reader.ts';

holdsReader('gungraun', ['gungraun/0.17.0.txt', 'gungraun/0.17.0-again.txt']);

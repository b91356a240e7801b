import { holdsReader } from './reader.ts';

holdsReader('criterion', ['criterion/0.7.0.txt', 'criterion/0.7.0-changed.txt'], { endless: true });

import { holdsReader } from './reader.ts';

holdsReader('iai', ['iai/0.1.1.txt', 'iai/0.1.1-changed.txt'], { endless: true });

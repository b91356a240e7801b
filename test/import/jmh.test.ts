import { holdsReader } from './reader.ts';

holdsReader('jmh', ['jmh/1.37.json']);

import { holdsReader } from './reader.ts';

holdsReader('benchmark-luau', ['benchmark-luau/bench.txt', 'benchmark-luau/compare.txt'], { endless: true });
holdsReader('benchmark-luau', ['benchmark-luau/bench.json']);

import { holdsReader } from './reader.ts';

holdsReader('k6', ['k6/1.3.0-points.json', 'k6/1.3.0-nested.json', 'k6/1.3.0-flat.json']);

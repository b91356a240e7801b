import { ensureSampler } from '../../src/platform/sampler/binary.ts';
import { battery } from './battery.ts';
import { malformedInput } from './malformed.ts';

const binary = await ensureSampler();

battery('the sampler', () => [binary]);
malformedInput('the sampler', () => [binary]);

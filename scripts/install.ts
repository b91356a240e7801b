import { AssayError } from '../src/core/error.ts';
import { ensureSampler } from '../src/platform/sampler/binary.ts';

/** Compiles the sampler now, so that a missing compiler is seen at once and not at the first run. */
try {
  console.log(`sampler: ${await ensureSampler()}`);
} catch (error) {
  if (!(error instanceof AssayError)) throw error;
  console.error(`${error.message}\n${error.hint ?? ''}`);
  process.exitCode = 1;
}

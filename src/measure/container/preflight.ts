import type { ContainerEnvironment } from '../../config/plan.ts';
import { AssayError } from '../../core/error.ts';
import { isMissing } from '../../platform/engine/client.ts';
import type { Engine, EngineImage } from '../../platform/engine/engine.ts';
import { hostFacts } from '../../platform/engine/host-facts.ts';
import { shortfalls } from '../../platform/engine/preflight.ts';
import { limitsOf } from './order.ts';

/**
 * The image that the environment names, `null` where each commit builds its own. Whatever the engine or the machine
 * cannot give is told at once, in one `infrastructure` error.
 */
export async function preflight(
  engine: Engine,
  environment: ContainerEnvironment,
): Promise<EngineImage | null> {
  const { name, image: source, capabilities, devices, tmpfs } = environment;
  const demand = { limits: limitsOf(environment), capabilities, devices, tmpfs };
  const missing = shortfalls(demand, engine.info, hostFacts(engine.info));
  const image = source.kind === 'reference' ? await engine.findImage(source.reference).catch(asText) : null;
  const all = typeof image === 'string' ? [...missing, image] : missing;
  if (typeof image !== 'string' && all.length === 0) return image;
  throw new AssayError(
    'infrastructure',
    `environment ${name} cannot be had here:\n${all.map((each) => `  ${each}`).join('\n')}`,
    { hint: `change environments.${name} in assay.yaml, or measure where there is what it asks for` },
  );
}

/** A missing image is told with the others; an engine that does not answer is an error of its own. */
function asText(error: unknown): string {
  if (error instanceof AssayError && isMissing(error.cause)) {
    return `image: ${error.message} (${error.hint})`;
  }
  throw error;
}

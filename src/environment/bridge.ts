import { OF_THE_IMAGE } from './container-record.ts';
import type { Field } from './fields.ts';

/**
 * A calibration measures the same work in two environments in turn, within one run. So it can bridge what one
 * machine can have both of at once, and nothing else: limits, containers, filesystems, layout and pinning.
 */
const BRIDGED: readonly string[] = ['container', 'filesystem', 'limits'];

const BRIDGED_FIELDS: ReadonlySet<string> = new Set(['kernel.aslr']);

/** Assay, which takes the turns, is in one place only. */
const NOT_BRIDGED: ReadonlySet<string> = new Set(['container.runtime']);

/** Whether a calibration can tell what it costs that two environments differ in a field of their identity. */
export function canBridge(field: Field): boolean {
  if (NOT_BRIDGED.has(field.path)) return false;
  return BRIDGED.includes(field.group) || BRIDGED_FIELDS.has(field.path);
}

/**
 * The same for two values of it, `undefined` where it was not read. Another compiler makes another program, of which
 * no calibration knows; a toolchain that belongs to an image is measured with the image.
 */
export function canBridgeValues(field: Field, a: unknown, b: unknown): boolean {
  if (field.group === 'toolchain') return a === OF_THE_IMAGE || b === OF_THE_IMAGE;
  return canBridge(field);
}

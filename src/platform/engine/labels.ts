import { readlinkSync } from 'node:fs';
import { currentOwner, type Owner } from '../owner.ts';

/** On everything that we create at an engine. What does not carry the first is nobody's of ours. */
const OWNER_LABEL = 'assay.owner';
const RUN_LABEL = 'assay.run';
const ROLE_LABEL = 'assay.role';
/**
 * On images that we built, with the key of the build. They have no owner: an image stays for the next run, and
 * one with another owner would be another image.
 */
export const BUILT_LABEL = 'assay.build';

export type Labels = Readonly<Record<string, string>>;

/** What an engine is asked for, to see only ours. */
export const OWNED = { label: [OWNER_LABEL] };

/** An engine serves several containers and distributions of a machine, each with its own numbers of processes. */
export interface EngineOwner extends Owner {
  readonly pidNamespace: string;
}

export function labelsOf(order: { readonly runId: string; readonly role: string }): Labels {
  return {
    [OWNER_LABEL]: JSON.stringify({ ...currentOwner(), pidNamespace: pidNamespace() }),
    [RUN_LABEL]: order.runId,
    [ROLE_LABEL]: order.role,
  };
}

/** `null` where the label is not one that we write. */
export function ownerOf(labels: Labels | null | undefined): EngineOwner | null {
  try {
    const { pid, startTicks, bootId, pidNamespace } = JSON.parse(labels?.[OWNER_LABEL] ?? '') as Record<
      string,
      unknown
    >;
    if (typeof pid !== 'number' || typeof startTicks !== 'number' || typeof bootId !== 'string') return null;
    if (typeof pidNamespace !== 'string') return null;
    return { pid, startTicks, bootId, pidNamespace };
  } catch {
    return null;
  }
}

/** What the numbers of processes here count in, pid_namespaces(7); empty where the system has no such thing. */
export function pidNamespace(): string {
  try {
    return readlinkSync('/proc/self/ns/pid');
  } catch {
    return '';
  }
}

let created = 0;

/** Containers inherit the labels of their image, which may be anybody's; their names they do not. */
export function isOurName(name: string | undefined): boolean {
  return /^\/?assay-/.test(name ?? '');
}

/** A name that no other object of this run has, for people who look. */
export function nameOf(order: { readonly runId: string; readonly role: string }): string {
  const text = `assay-${order.runId}-${order.role}-${process.pid}-${++created}`;
  return text.replace(/[^a-zA-Z0-9_.-]/g, '-');
}

/**
 * What a program mostly spends its time with: what an environment costs differs from kind to kind, so one kind
 * says nothing of another.
 */
export const WORK_KINDS = ['compute', 'memory', 'files', 'network', 'spawn', 'syscalls'] as const;

export type WorkKind = (typeof WORK_KINDS)[number];

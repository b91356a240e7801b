/** The situations in which a project is measured. */
export const CONTEXTS = ['local', 'ci', 'production', 'release'] as const;

export type ContextName = (typeof CONTEXTS)[number];

export const MODES = ['auto', 'host', 'container'] as const;

export type Mode = (typeof MODES)[number];

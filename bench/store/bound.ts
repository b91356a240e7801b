/**
 * What the store adds to SQLite itself (foreign keys, failures explained) may cost up to a quarter of its time:
 * with more, the plain loop would be the better store.
 */
export const WRITE_BOUND = 1.25;

export const WRITE_PEER = 'a plain loop over node:sqlite, same tables and synchronisation';

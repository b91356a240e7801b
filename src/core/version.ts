/** Assay's own version: the one of package.json, which a test holds it to. */
export const VERSION = '0.1.0';

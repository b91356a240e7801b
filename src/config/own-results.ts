/** The words of `parse.from`: apart from its schema, since commands need them before any file is read. */

/** For standard output; a file of that name is `./stdout`. */
export const STDOUT = 'stdout';

/** Where a command finds the path of the folder that it may write to: in a container, the only one read from outside. */
export const OUTPUT_VARIABLE = 'ASSAY_OUTPUT';

/** Begins the path of a file in that folder. */
export const IN_OUTPUT = `$${OUTPUT_VARIABLE}/`;

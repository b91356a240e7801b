/**
 * Number of the way Assay measures. Raised when a change of the sampler or of the order of samples moves
 * the figures themselves: then results of before and after are of different environments.
 */
export const MEASURING_METHOD = 1;

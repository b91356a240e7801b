/** Why a case could not be measured: ends the case, not the run. */
export class CaseFailure extends Error {}

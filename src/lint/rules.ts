import type { Rule } from './rule.ts';
import * as benchmarks from './rules/benchmarks.ts';
import { COMPARED_LIMITS_DIFFER } from './rules/compared-limits.ts';
import * as packages from './rules/dockerfile-packages.ts';
import * as start from './rules/dockerfile-start.ts';
import * as downloads from './rules/downloads.ts';
import * as environments from './rules/environments.ts';
import * as images from './rules/images.ts';
import * as limits from './rules/limits.ts';
import { RESOURCES_OVERSUBSCRIBED } from './rules/oversubscription.ts';
import * as secrets from './rules/secrets.ts';
import * as services from './rules/services.ts';
import * as sharing from './rules/sharing.ts';
import { SUPPRESSION_UNEXPLAINED, SUPPRESSION_UNUSED } from './rules/suppressions.ts';
import { ROOT_USER } from './rules/users.ts';

/** All rules, in the order of the reference: what is run, with how much, beside what, and how it is measured. */
export const RULES: readonly Rule[] = [
  images.IMAGE_UNPINNED,
  images.IMAGE_WITHOUT_DIGEST,
  packages.PACKAGES_UNPINNED,
  packages.PACKAGES_UPGRADED,
  downloads.DOWNLOAD_UNCHECKED,
  downloads.SCRIPT_FROM_NETWORK,
  downloads.SOURCE_UNPINNED,
  secrets.SECRET_IN_IMAGE,
  secrets.SECRET_FILE_IN_IMAGE,
  secrets.SECRET_IN_PLAIN_TEXT,
  ROOT_USER,
  start.IMAGE_HEALTHCHECK_MISSING,
  start.COMMAND_THROUGH_SHELL,
  limits.LIMITS_MISSING,
  limits.PIDS_UNLIMITED,
  limits.SWAP_BEYOND_MEMORY,
  limits.RESOURCES_DYNAMIC,
  RESOURCES_OVERSUBSCRIBED,
  COMPARED_LIMITS_DIFFER,
  sharing.PRIVILEGED,
  sharing.HOST_NAMESPACE,
  sharing.HOST_NETWORK,
  sharing.ENGINE_SOCKET,
  sharing.CAPABILITY_BROAD,
  sharing.CONFINEMENT_OFF,
  sharing.PORTS_EXPOSED,
  services.SERVICE_HEALTHCHECK_MISSING,
  services.DEPENDENCY_NOT_AWAITED,
  services.RESULTS_IN_CONTAINER,
  environments.ROOT_WRITABLE,
  environments.OUTSIDE_PROJECT,
  environments.OVERHEAD_UNMEASURED,
  benchmarks.SHELL_NEEDLESS,
  benchmarks.SAMPLES_TOO_FEW,
  benchmarks.WARM_UP_MISSING,
  benchmarks.NETWORK_WHILE_MEASURED,
  SUPPRESSION_UNEXPLAINED,
  SUPPRESSION_UNUSED,
];

/* What must come before a measurement under a CPU quota. The kernel gives out the quota once a period: a
   process that starts with an unused one gets its first part for nothing, and appears faster than it can be
   for long. After one whole quota and a uniformly random part of another, a process starts at a random place
   of the period, as in the midst of long work, whatever place this began at. */
#include "probes.h"

#include <errno.h>
#include <stdio.h>
#include <sys/random.h>
#include <time.h>

/* The quota of this cgroup in nanoseconds of CPU time a period; 0 where there is none or it cannot be read. */
static uint64_t quota_ns(void) {
  long long quota = -1;
  FILE *file = fopen("/sys/fs/cgroup/cpu.max", "re");
  if (file == NULL) file = fopen("/sys/fs/cgroup/cpu/cpu.cfs_quota_us", "re");
  if (file == NULL) file = fopen("/sys/fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us", "re");
  if (file == NULL) return 0;
  if (fscanf(file, "%lld", &quota) != 1) quota = -1;
  fclose(file);
  return quota > 0 ? (uint64_t)quota * 1000 : 0;
}

static uint64_t cpu_ns(void) {
  struct timespec now;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

void burn(void) {
  uint64_t quota = quota_ns(), random;
  if (quota == 0) return;
  if (getrandom(&random, sizeof random, 0) != (ssize_t)sizeof random) fail("no", "random numbers");
  uint64_t until = quota + random % quota, x = 1 | random;
  while (cpu_ns() < until) {
    for (int i = 0; i < 10000; i++) x = xorshift(x);
  }
  keep(x);
}

/* Instructions and cycles through perf_event_open(2). The events are opened disabled on the sampler itself,
   inherited by the child, and enabled by its exec: the sampler's own work and the spawn are not counted, the
   child's descendants are. */
#include "sampler.h"

#include <errno.h>
#include <linux/perf_event.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

/* A test sets software events here: they exist where no hardware counter does. */
#ifndef COUNTER_TYPE
#define COUNTER_TYPE PERF_TYPE_HARDWARE
#define COUNTER_INSTRUCTIONS PERF_COUNT_HW_INSTRUCTIONS
#define COUNTER_CYCLES PERF_COUNT_HW_CPU_CYCLES
#endif

static bool probed, user_only;
static int unavailable; /* errno */

static int open_event(uint64_t config) {
  struct perf_event_attr attributes;
  memset(&attributes, 0, sizeof attributes);
  attributes.size = sizeof attributes;
  attributes.type = COUNTER_TYPE;
  attributes.config = config;
  attributes.disabled = 1;
  attributes.inherit = 1;
  attributes.enable_on_exec = 1;
  attributes.exclude_kernel = user_only;
  attributes.exclude_hv = user_only;
  attributes.read_format = PERF_FORMAT_TOTAL_TIME_ENABLED | PERF_FORMAT_TOTAL_TIME_RUNNING;
  return (int)syscall(SYS_perf_event_open, &attributes, 0, -1, -1, PERF_FLAG_FD_CLOEXEC);
}

/* kernel.perf_event_paranoid above 1 forbids counting the kernel's share to ordinary users. */
int counters_probe(void) {
  if (probed) return unavailable;
  probed = true;
  int event = open_event(COUNTER_INSTRUCTIONS);
  if (event < 0 && (errno == EACCES || errno == EPERM)) {
    user_only = true;
    event = open_event(COUNTER_INSTRUCTIONS);
  }
  unavailable = event < 0 ? errno : 0;
  if (event >= 0) close(event);
  return unavailable;
}

bool counters_user_only(void) { return user_only; }

void counters_open(struct counters *counters) {
  bool available = counters_probe() == 0;
  counters->instructions = available ? open_event(COUNTER_INSTRUCTIONS) : -1;
  counters->cycles = available ? open_event(COUNTER_CYCLES) : -1;
}

/* -1 also for an event that shared its counter with others: that would be an extrapolation. */
static int64_t take(int event) {
  if (event < 0) return -1;
  struct {
    uint64_t count, enabled_ns, running_ns;
  } value;
  ssize_t got = read(event, &value, sizeof value);
  close(event);
  bool complete = got == (ssize_t)sizeof value && value.enabled_ns > 0 && value.running_ns == value.enabled_ns;
  return complete ? (int64_t)value.count : -1;
}

void counters_close(struct counters *counters, struct result *result) {
  int64_t instructions = take(counters->instructions);
  int64_t cycles = take(counters->cycles);
  if (result == NULL) return;
  result->instructions = instructions;
  result->cycles = cycles;
}

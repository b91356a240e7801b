/* One probe, or what goes with it, by name: `assay-probes NAME [REPEATS [ARGUMENTS]]`. What `burn` is given folders
   for is `files-prepare`, before it burns. */
#include "probes.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct {
  const char *name;
  void (*run)(uint64_t repeats);
} PLAIN[] = {
    {"integer", probe_integer},
    {"floating", probe_floating},
    {"syscalls", probe_syscalls},
    {"spawn", probe_spawn},
    {"resident", probe_resident},
    {"loopback-latency", probe_loopback_latency},
    {"loopback-throughput", probe_loopback_throughput},
};

static const struct {
  const char *name;
  void (*run)(uint64_t repeats, uint64_t bytes);
} MEMORY[] = {
    {"memory-bandwidth", probe_memory_bandwidth},
    {"memory-latency", probe_memory_latency},
};

static const struct {
  const char *name;
  void (*run)(uint64_t repeats, const char *folder);
} FILES[] = {
    {"write-sequential", probe_write_sequential},
    {"write-random", probe_write_random},
    {"read-sequential", probe_read_sequential},
    {"read-random", probe_read_random},
};

#define EACH(table) (size_t i = 0; i < sizeof table / sizeof *table; i++)

int main(int argc, char **argv) {
  const char *name = argc > 1 ? argv[1] : "";
  if (strcmp(name, "start") == 0) return 0;
  if (strcmp(name, "burn") == 0) {
    if (argc > 2) files_prepare(first_writable(argv + 2));
    return burn(), 0;
  }
  if (argc > 2 && strcmp(name, "files-prepare") == 0) return files_prepare(first_writable(argv + 2)), 0;
  if (argc > 2 && strcmp(name, "files-remove") == 0) return files_remove(first_writable(argv + 2)), 0;
  if (argc > 2) {
    for EACH(PLAIN)
      if (strcmp(name, PLAIN[i].name) == 0) return PLAIN[i].run(number_of(argv[2])), 0;
  }
  if (argc > 3) {
    for EACH(MEMORY)
      if (strcmp(name, MEMORY[i].name) == 0)
        return MEMORY[i].run(number_of(argv[2]), number_of(argv[3])), 0;
    for EACH(FILES)
      if (strcmp(name, FILES[i].name) == 0)
        return FILES[i].run(number_of(argv[2]), first_writable(argv + 3)), 0;
  }
  fputs("usage: assay-probes NAME [REPEATS [BYTES | FOLDER...]]\n", stderr);
  return 2;
}

uint64_t number_of(const char *text) {
  char *end;
  errno = 0;
  unsigned long long value = strtoull(text, &end, 10);
  if (errno != 0 || *end != '\0' || end == text || *text == '-' || value == 0) {
    errno = 0;
    fail("not a number above 0:", text);
  }
  return value;
}

_Noreturn void fail(const char *what, const char *which) {
  if (errno != 0) fprintf(stderr, "%s %s: %s\n", what, which, strerror(errno));
  else fprintf(stderr, "%s %s\n", what, which);
  exit(1);
}

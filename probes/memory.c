/* Work of the memory beyond the caches. */
#include "probes.h"

#include <stdlib.h>
#include <string.h>

/* A cache line of all processors that are met often. */
enum { LINE = 64 };

static void *allocated(uint64_t bytes) {
  void *memory = malloc(bytes);
  if (memory == NULL) fail("no memory for", "the array");
  return memory;
}

/* So much that what the process itself needs, and whoever started it, does not hide it. */
enum { RESIDENT = 8 * 1024 * 1024 };

void probe_resident(uint64_t repeats) {
  char *memory = allocated(RESIDENT);
  for (uint64_t i = 0; i < repeats; i++) memset(memory, (int)i + 1, RESIDENT);
  keep((uint64_t)(unsigned char)memory[RESIDENT - 1]);
}

/* Copies one half of the array to the other, as STREAM's copy does (McCalpin 1995). */
void probe_memory_bandwidth(uint64_t repeats, uint64_t bytes) {
  uint64_t half = bytes / 2;
  char *from = allocated(half), *to = allocated(half);
  memset(from, 1, half);
  memset(to, 2, half);
  for (uint64_t i = 0; i < 2 * repeats; i++) {
    memcpy(to, from, half);
    keep((uint64_t)(unsigned char)to[half - 1]);
  }
}

/* Follows a random cycle through all lines (Sattolo 1986): each address is read from the one before, and no
   prefetcher foresees it. */
void probe_memory_latency(uint64_t repeats, uint64_t bytes) {
  struct line {
    uint64_t next;
    char rest[LINE - sizeof(uint64_t)];
  } *lines = allocated(bytes);
  uint64_t count = bytes / LINE, random = 88172645463325252u;
  for (uint64_t i = 0; i < count; i++) lines[i].next = i;
  for (uint64_t last = count - 1; last > 0; last--) {
    random = xorshift(random);
    uint64_t other = random % last, next = lines[last].next;
    lines[last].next = lines[other].next;
    lines[other].next = next;
  }
  uint64_t at = 0;
  for (uint64_t i = 0; i < repeats * count / 2; i++) at = lines[at].next;
  keep(at);
}

/* Work of the processor alone. */
#include "probes.h"

enum { INTEGER_STEPS = 20 * 1000 * 1000, FLOATING_STEPS = 14 * 1000 * 1000 };

/* A chain: no step can begin before the one before it has ended. */
void probe_integer(uint64_t repeats) {
  uint64_t x = 88172645463325252u;
  for (uint64_t i = 0; i < repeats * INTEGER_STEPS; i++) x = xorshift(x);
  keep(x);
}

/* Two chains of multiplications and additions side by side, which stay between 0 and 1: bound by how long an
   operation takes, as the integers are. More of them would be bound by the units of the core, which it may share
   with the work of others, and waver with that. */
void probe_floating(uint64_t repeats) {
  double a = 0.1, b = 0.2;
  for (uint64_t i = 0; i < repeats * FLOATING_STEPS; i++) {
    a = 3.9 * a * (1 - a);
    b = 3.8 * b * (1 - b);
  }
  keep((uint64_t)((a + b) * 1e9));
}

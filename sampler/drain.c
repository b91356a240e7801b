/* Takes and counts what a command writes into a pipe, so that it is never blocked by a full one. */
#include "sampler.h"

#include <errno.h>
#include <unistd.h>

/* The capacity of a pipe on Linux: one read empties it. */
static char discarded[65536];

int64_t drain(int *descriptor, bool all) {
  int64_t taken = 0;
  while (*descriptor >= 0) {
    ssize_t got = read(*descriptor, discarded, sizeof discarded);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0 && errno == EAGAIN) break;
    if (got <= 0) {
      close(*descriptor);
      *descriptor = -1;
      break;
    }
    taken += got;
    if (!all) break;
  }
  return taken;
}

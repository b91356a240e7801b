/* Work of the kernel for a process: system calls, and new processes. */
#include "probes.h"

#include <errno.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum { CALLS = 350 * 1000, PROCESSES = 40 };

/* getppid does next to nothing, and no C library remembers its answer. */
void probe_syscalls(uint64_t repeats) {
  for (uint64_t i = 0; i < repeats * CALLS; i++) syscall(SYS_getppid);
}

/* This very program with nothing to do, one after the other. */
void probe_spawn(uint64_t repeats) {
  char *argv[] = {"assay-probes", "start", NULL}, *env[] = {NULL};
  for (uint64_t i = 0; i < repeats * PROCESSES; i++) {
    pid_t child;
    int status;
    errno = posix_spawn(&child, "/proc/self/exe", NULL, NULL, argv, env);
    if (errno != 0) fail("cannot start", "/proc/self/exe");
    if (waitpid(child, &status, 0) < 0 || status != 0) fail("failed:", "/proc/self/exe");
  }
}

/* What every command inherits from the sampler, set once at its start: on which processors it may run, how nice
   it is, and whether its addresses are random. Nothing of it is done between the clock's start and the command. */
#include "sampler.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/personality.h>
#include <sys/resource.h>
#include <unistd.h>

/* One number; NULL when there is none. */
static const char *number(const char *text, long *value) {
  char *end;
  errno = 0;
  *value = strtol(text, &end, 10);
  return end == text || errno != 0 ? NULL : end;
}

/* `0,2-3`, as Linux writes lists of processors. */
static bool parse_list(const char *text, cpu_set_t *set) {
  CPU_ZERO(set);
  for (;; text++) {
    long first, last;
    if (*text < '0' || *text > '9' || (text = number(text, &first)) == NULL) return false;
    last = first;
    if (*text == '-' && (text[1] < '0' || (text = number(text + 1, &last)) == NULL)) return false;
    if (last < first || last >= CPU_SETSIZE) return false;
    for (long cpu = first; cpu <= last; cpu++) CPU_SET((size_t)cpu, set);
    if (*text == '\0') return true;
    if (*text != ',') return false;
  }
}

/* The kernel leaves out processors that we may not use, and says nothing: so what it made of it is compared. */
static int set_cpus(const char *list) {
  cpu_set_t wanted, given;
  if (!parse_list(list, &wanted)) return EINVAL;
  if (sched_setaffinity(0, sizeof wanted, &wanted) < 0) return errno;
  if (sched_getaffinity(0, sizeof given, &given) < 0) return errno;
  return CPU_EQUAL(&wanted, &given) ? 0 : EINVAL;
}

/* Where sessions are scheduled as groups (sched(7), autogroup), niceness counts within one only, and the session
   has its own. A session that is in no group, as that of a service manager may be, reads as empty and takes none.
   Users may write it ten times a second, hence the second try. */
static int set_group_nice(const char *text) {
  int descriptor = open("/proc/self/autogroup", O_RDWR | O_CLOEXEC);
  if (descriptor < 0) return 0;
  char group;
  int error = 0;
  if (read(descriptor, &group, 1) <= 0) goto done;
  for (int tries = 0; tries < 10; tries++) {
    error = write(descriptor, text, strlen(text)) < 0 ? errno : 0;
    if (error != EAGAIN) break;
    usleep(50000);
  }
done:
  close(descriptor);
  return error;
}

static int set_nice(const char *text) {
  long nice;
  const char *end = number(text, &nice);
  if (end == NULL || *end != '\0' || nice < -20 || nice > 19) return EINVAL;
  if (setpriority(PRIO_PROCESS, 0, (int)nice) < 0) return errno;
  return set_group_nice(text);
}

/* The flag outlives exec: it decides how the addresses of every program started from now on are laid out. */
static int set_no_aslr(void) {
  int now = personality(0xffffffff);
  if (now < 0) return errno;
  return personality((unsigned long)now | ADDR_NO_RANDOMIZE) < 0 ? errno : 0;
}

/* Tries all, so that one start tells everything that is refused. */
bool inherit_options(int argc, char **argv) {
  bool granted = true;
  for (int i = 1; i < argc; i++) {
    const char *name = argv[i], *value = "";
    int error = EINVAL;
    if (strcmp(name, "--no-aslr") == 0) {
      error = set_no_aslr();
    } else if (i + 1 < argc && strcmp(name, "--cpus") == 0) {
      error = set_cpus(value = argv[++i]);
    } else if (i + 1 < argc && strcmp(name, "--nice") == 0) {
      error = set_nice(value = argv[++i]);
    }
    if (error == 0) continue;
    fprintf(stderr, "refused %s %s: %s\n", name, value, strerror(error));
    granted = false;
  }
  return granted;
}

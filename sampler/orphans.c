/* Ends what a finished command left behind. The sampler is a child subreaper (prctl(2)), so a process whose
   parent died, whatever its session or group, becomes a child of the sampler. */
#include "sampler.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* Needs CONFIG_PROC_CHILDREN; a kernel without it is served by looking at every process. */
#ifndef CHILDREN_FILE
#define CHILDREN_FILE "/proc/self/task/%d/children"
#endif

/* Without /proc the others cannot be found: wait this long for those of the killed group. */
enum { WAIT_STEP_MS = 1, WAIT_STEPS = 1000 };

static bool kill_listed(void) {
  char path[64];
  snprintf(path, sizeof path, CHILDREN_FILE, (int)getpid());
  FILE *list = fopen(path, "re");
  if (list == NULL) return false;
  int child;
  bool any = false;
  while (fscanf(list, "%d", &child) == 1) any |= kill(child, SIGKILL) == 0;
  fclose(list);
  return any;
}

static int parent_of(const char *process) {
  char path[300], text[512];
  snprintf(path, sizeof path, "/proc/%s/stat", process);
  FILE *file = fopen(path, "re");
  if (file == NULL) return -1;
  size_t got = fread(text, 1, sizeof text - 1, file);
  fclose(file);
  text[got] = '\0';
  int parent = -1;
  char *name_end = strrchr(text, ')'); /* the name before it may hold anything */
  if (name_end == NULL || sscanf(name_end + 1, " %*c %d", &parent) != 1) return -1;
  return parent;
}

static bool kill_searched(void) {
  DIR *processes = opendir("/proc");
  if (processes == NULL) return false;
  bool any = false;
  struct dirent *entry;
  while ((entry = readdir(processes)) != NULL) {
    if (!isdigit((unsigned char)*entry->d_name) || parent_of(entry->d_name) != getpid()) continue;
    any |= kill(atoi(entry->d_name), SIGKILL) == 0;
  }
  closedir(processes);
  return any;
}

/* Each child that is killed hands its own children to the sampler, until none is left. The command's group
   has been killed before, at once, so a process that forks faster than this loop cannot win inside it. Who
   had ended by itself has another status than SIGKILL and is not counted. */
int64_t orphans_end(void) {
  int64_t killed = 0;
  int steps = 0;
  for (;;) {
    int status;
    pid_t child = waitpid(-1, &status, WNOHANG);
    if (child == 0 && (kill_listed() || kill_searched())) child = waitpid(-1, &status, 0);
    if (child == 0) {
      if (steps++ == WAIT_STEPS) return killed;
      usleep(WAIT_STEP_MS * 1000);
    }
    if (child < 0 && errno == ECHILD) return killed;
    if (child > 0 && WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL) killed++;
  }
}

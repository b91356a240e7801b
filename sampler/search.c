/* The program that a name means. posix_spawnp() would search the sampler's own PATH, and inside the time
   that is measured. */
#include "sampler.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* What execvp(3) searches when the environment names no PATH. */
static const char default_path[] = "/bin:/usr/bin";

static const char *path_of(const struct request *request) {
  for (size_t i = 0; i < request->envc; i++) {
    if (strncmp(request->envp[i], "PATH=", 5) == 0) return request->envp[i] + 5;
  }
  return default_path;
}

static bool is_program(const char *path) {
  struct stat status;
  if (stat(path, &status) < 0) return false;
  if (!S_ISREG(status.st_mode)) {
    errno = EACCES;
    return false;
  }
  return access(path, X_OK) == 0;
}

int search_program(const struct request *request, char *into, size_t size) {
  const char *name = request->argv[0];
  if (strchr(name, '/') != NULL) {
    if ((size_t)snprintf(into, size, "%s", name) >= size) return ENAMETOOLONG;
    return 0;
  }
  int error = ENOENT;
  const char *folder = path_of(request);
  for (;;) {
    size_t length = strcspn(folder, ":");
    /* An empty entry is the working directory. */
    int written = snprintf(into, size, "%.*s%s%s", (int)length, folder, length ? "/" : "./", name);
    if (written > 0 && (size_t)written < size) {
      if (is_program(into)) return 0;
      if (errno == EACCES) error = EACCES;
    }
    if (folder[length] == '\0') return error;
    folder += length + 1;
  }
}

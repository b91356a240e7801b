/* Starts the command. Everything that can fail or take long is done before the clock starts, in the sampler
   itself, so that each failure is told from the others and none of it is measured. */
#include "sampler.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

void launch_failed(struct result *result, int error, const char *what, const char *which) {
  result->status = SPAWN_FAILED;
  result->error = error;
  snprintf(result->message, sizeof result->message, "%s %s: %s", what, which, strerror(error));
}

/* O_NONBLOCK only for opening: a FIFO without its other end must not hang the sampler. */
static int open_file(const char *path, int flags) {
  int descriptor;
  do {
    descriptor = open(path, flags | O_CLOEXEC | O_NOCTTY | O_NONBLOCK, 0666);
  } while (descriptor < 0 && errno == EINTR);
  if (descriptor >= 0) fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) & ~O_NONBLOCK);
  return descriptor;
}

static int open_pipe(int *ours) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) < 0) return -1;
  fcntl(ends[0], F_SETFL, O_NONBLOCK);
  *ours = ends[0];
  return ends[1];
}

static int open_output(const struct output *output, int *ours) {
  switch (output->to) {
    case TO_PIPE:
      return open_pipe(ours);
    case TO_FILE:
      return open_file(output->path, O_WRONLY | O_CREAT | O_TRUNC);
    case TO_APPEND:
      return open_file(output->path, O_WRONLY | O_CREAT | O_APPEND);
    default:
      return open_file("/dev/null", O_WRONLY);
  }
}

static const char *name_of(const struct output *output) {
  if (output->to == TO_PIPE) return "(pipe)";
  return output->path != NULL ? output->path : "/dev/null";
}

static bool open_descriptors(struct launch *launch, const struct request *request, struct result *result) {
  const char *input = request->input != NULL ? request->input : "/dev/null";
  if ((launch->in = open_file(input, O_RDONLY)) < 0) {
    launch_failed(result, errno, "stdin", input);
    return false;
  }
  if ((launch->out = open_output(&request->out, &launch->pipes[0])) < 0) {
    launch_failed(result, errno, "stdout", name_of(&request->out));
    return false;
  }
  if (request->err.to == TO_STDOUT) return true;
  if ((launch->err = open_output(&request->err, &launch->pipes[1])) < 0) {
    launch_failed(result, errno, "stderr", name_of(&request->err));
    return false;
  }
  return true;
}

/* Leaves the sampler in the working directory of the request: the child inherits it, and relative paths and
   PATH entries mean what they mean to the command. */
bool launch_prepare(struct launch *launch, const struct request *request, struct result *result) {
  *launch = (struct launch){.in = -1, .out = -1, .err = -1, .pipes = {-1, -1}};
  const char *cwd = request->cwd != NULL ? request->cwd : "/";
  if (chdir(cwd) < 0) {
    launch_failed(result, errno, "working directory", cwd);
    return false;
  }
  if (!open_descriptors(launch, request, result)) return false;
  int error = search_program(request, launch->program, sizeof launch->program);
  if (error != 0) launch_failed(result, error, "program", request->argv[0]);
  return error == 0;
}

/* In a process group of its own, with no signal blocked. All dispositions are default already. */
int launch_spawn(const struct launch *launch, const struct request *request, pid_t *child) {
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, launch->in, 0);
  posix_spawn_file_actions_adddup2(&actions, launch->out, 1);
  posix_spawn_file_actions_adddup2(&actions, launch->err < 0 ? launch->out : launch->err, 2);
  sigset_t none;
  sigemptyset(&none);
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK);
  posix_spawnattr_setpgroup(&attributes, 0);
  posix_spawnattr_setsigmask(&attributes, &none);
  int error = posix_spawn(child, launch->program, &actions, &attributes, request->argv, request->envp);
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&actions);
  return error;
}

static void close_one(int *descriptor) {
  if (*descriptor >= 0) close(*descriptor);
  *descriptor = -1;
}

void launch_close_child_ends(struct launch *launch) {
  close_one(&launch->in);
  close_one(&launch->out);
  close_one(&launch->err);
}

/* Back to the root directory: the command's may be removed or unmounted between runs. */
void launch_release(struct launch *launch) {
  launch_close_child_ends(launch);
  close_one(&launch->pipes[0]);
  close_one(&launch->pipes[1]);
  if (chdir("/") < 0) _exit(2);
}

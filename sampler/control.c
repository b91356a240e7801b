/* What arrives from outside: signals to us, and lines while a command runs. */
#include "sampler.h"

#include <signal.h>
#include <string.h>
#include <sys/signalfd.h>
#include <unistd.h>

static int descriptor = -1;

/* Signals are blocked and read, so there are no handlers and no races with them. SIGPIPE is blocked only:
   a reader that went away is an EPIPE. */
int control_open(void) {
  sigset_t blocked;
  sigemptyset(&blocked);
  sigaddset(&blocked, SIGPIPE);
  sigset_t taken;
  sigemptyset(&taken);
  const int numbers[] = {SIGCHLD, SIGTERM, SIGINT, SIGHUP, SIGQUIT};
  for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
    sigaddset(&blocked, numbers[i]);
    sigaddset(&taken, numbers[i]);
  }
  sigprocmask(SIG_SETMASK, &blocked, NULL);
  descriptor = signalfd(-1, &taken, SFD_CLOEXEC | SFD_NONBLOCK);
  return descriptor;
}

enum control control_signals(void) {
  enum control control = CONTROL_NONE;
  struct signalfd_siginfo info;
  while (read(descriptor, &info, sizeof info) == (ssize_t)sizeof info) {
    if (info.ssi_signo != SIGCHLD) control = CONTROL_STOP;
  }
  return control;
}

/* During a run only `kill` is understood. Another line is an error that drops its request: keeping it for
   later would let a `kill` behind it go unseen. */
enum control control_lines(void) {
  char *line;
  enum line kind;
  while ((kind = input_next(&line)) != LINE_NONE) {
    if (request_dropping(line)) continue;
    if (strcmp(line, "kill") == 0) return CONTROL_KILL;
    answer_error(input_number(), kind == LINE_BAD ? line : "a command is running");
    if (strcmp(line, "hello") != 0) request_drop(line);
  }
  return CONTROL_NONE;
}

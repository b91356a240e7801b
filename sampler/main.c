/* The native sampler: runs commands told on standard input and answers what each took. */
#include "sampler.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

static void close_inherited(void);
static void default_dispositions(void);
static bool die_with_parent(void);
static bool take_lines(struct request *request, int signals);

int main(int argc, char **argv) {
  if (rehearse_is_child(argc, argv)) return 0;
  if (fcntl(0, F_GETFD) < 0 || fcntl(1, F_GETFD) < 0 || fcntl(2, F_GETFD) < 0) return 2;
  if (!inherit_options(argc, argv)) return 2;
  close_inherited();
  default_dispositions();
  int signals = control_open();
  if (signals < 0) {
    perror("assay-sampler: signalfd");
    return 2;
  }
  if (!die_with_parent()) return 0;
  prctl(PR_SET_CHILD_SUBREAPER, 1);
  rehearse_prepare();
  if (chdir("/") < 0) return 2;

  static struct request request;
  request_reset(&request);
  for (;;) {
    if (!take_lines(&request, signals)) return 0;
    struct pollfd ready[2] = {{.fd = 0, .events = POLLIN}, {.fd = signals, .events = POLLIN}};
    if (poll(ready, 2, -1) < 0 && errno != EINTR) return 2;
    if (ready[1].revents && control_signals() == CONTROL_STOP) return 0;
    if (ready[0].revents && !input_fill()) return 0;
  }
}

/* Acts on every complete line; false when a run ended with the order to stop. */
static bool take_lines(struct request *request, int signals) {
  char *line;
  enum line kind;
  while ((kind = input_next(&line)) != LINE_NONE) {
    if (request_dropping(line)) continue;
    const char *error = line;
    enum action action = kind == LINE_BAD ? MALFORMED : request_line(request, line, &error);
    if (action == HELLO) answer_hello();
    if (action == MALFORMED) {
      answer_error(input_number(), error);
      request_drop(line);
      request_reset(request);
    }
    if (action == RUN) {
      struct result result;
      bool go_on = execute(request, signals, &result);
      if (!go_on) return false;
      answer_result(request->id, &result);
      request_reset(request);
    }
  }
  return true;
}

/* A descriptor that our parent leaked to us must not reach what we measure. */
static void close_inherited(void) {
#ifdef SYS_close_range
  if (syscall(SYS_close_range, 3, UINT_MAX, 0) == 0) return;
#endif
  long limit = sysconf(_SC_OPEN_MAX);
  for (int descriptor = 3; descriptor < limit; descriptor++) close(descriptor);
}

/* An ignored signal stays ignored across exec, so ours are reset once and every child starts with defaults,
   instead of each spawn paying for it. No handler is ever installed. */
static void default_dispositions(void) {
  for (int number = 1; number < NSIG; number++) {
    if (number != SIGKILL && number != SIGSTOP) signal(number, SIG_DFL);
  }
}

/* The end of the input tells us that our parent is gone; this tells it even where another process holds the
   other end of our input. False when the parent died before it could take effect. */
static bool die_with_parent(void) {
  pid_t parent = getppid();
  prctl(PR_SET_PDEATHSIG, SIGTERM);
  return getppid() == parent;
}

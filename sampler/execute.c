/* Runs one command: start, watch, end, account. */
#include "sampler.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

struct watch {
  const struct request *request;
  struct launch *launch;
  struct result *result;
  pid_t child;
  int signals;
  int64_t start_ns;
  int64_t deadline_ns; /* of the next step towards SIGKILL; 0: none */
  bool terminating;    /* SIGTERM was sent */
  bool stop;           /* the sampler must stop */
};

static void kill_group(const struct watch *watch, int number) {
  /* The child leads its group and is not reaped, so its number cannot be another's. */
  kill(-watch->child, number);
}

/* SIGTERM, then SIGKILL at the deadline; asked again, SIGKILL at once. */
static void end_child(struct watch *watch, enum status why) {
  if (watch->terminating) {
    kill_group(watch, SIGKILL);
    watch->deadline_ns = 0;
    return;
  }
  watch->result->status = why;
  watch->terminating = true;
  watch->deadline_ns = now_ns() + watch->request->grace_ms * 1000000;
  kill_group(watch, SIGTERM);
  kill_group(watch, SIGCONT); /* a stopped process sees SIGTERM only once it continues */
}

static void stop(struct watch *watch) {
  watch->stop = true;
  kill_group(watch, SIGKILL);
}

static void obey(struct watch *watch, enum control control) {
  if (control == CONTROL_KILL) end_child(watch, CANCELLED);
  if (control == CONTROL_STOP) stop(watch);
}

static void obey_lines(struct watch *watch) {
  enum control control;
  while ((control = control_lines()) != CONTROL_NONE) obey(watch, control);
}

static bool has_exited(const struct watch *watch) {
  siginfo_t info = {.si_pid = 0};
  return waitid(P_PID, (id_t)watch->child, &info, WEXITED | WNOHANG | WNOWAIT) == 0 && info.si_pid != 0;
}

static struct timespec *time_left(const struct watch *watch, struct timespec *into) {
  if (watch->deadline_ns == 0) return NULL;
  int64_t left_ns = watch->deadline_ns - now_ns();
  if (left_ns < 0) left_ns = 0;
  *into = (struct timespec){.tv_sec = left_ns / 1000000000, .tv_nsec = left_ns % 1000000000};
  return into;
}

/* Until the child has exited. The clock is read before anything else is done about the wake-up. */
static void watch_child(struct watch *watch) {
  obey_lines(watch); /* what came in one piece with `run` */
  for (;;) {
    struct pollfd ready[4] = {
        {.fd = watch->signals, .events = POLLIN},
        {.fd = watch->stop ? -1 : 0, .events = POLLIN},
        {.fd = watch->launch->pipes[0], .events = POLLIN},
        {.fd = watch->launch->pipes[1], .events = POLLIN},
    };
    struct timespec left;
    int count = ppoll(ready, 4, time_left(watch, &left), NULL);
    int64_t woken_ns = now_ns();
    if (count < 0) continue; /* EINTR; all else would be a fault of ours */
    if (ready[0].revents) {
      /* Taken before looking: an exit after the look leaves a signal of its own. */
      enum control control = control_signals();
      if (has_exited(watch)) {
        watch->result->wall_ns = woken_ns - watch->start_ns;
        watch->stop |= control == CONTROL_STOP;
        return;
      }
      obey(watch, control);
    }
    if (ready[1].revents && !input_fill()) stop(watch);
    if (ready[1].revents) obey_lines(watch);
    for (int i = 0; i < 2; i++) {
      if (ready[2 + i].revents) watch->result->out_bytes += drain(&watch->launch->pipes[i], false);
    }
    if (watch->deadline_ns != 0 && woken_ns >= watch->deadline_ns) end_child(watch, TIMEOUT);
  }
}

static int64_t microseconds(struct timeval time) { return (int64_t)time.tv_sec * 1000000 + time.tv_usec; }

/* Fills in what wait4() tells of the child alone: the sampler's other children are not part of it. */
static void account(const struct watch *watch) {
  struct result *result = watch->result;
  int status = 0;
  struct rusage usage;
  memset(&usage, 0, sizeof usage);
  while (wait4(watch->child, &status, 0, &usage) < 0 && errno == EINTR) continue;
  if (WIFEXITED(status)) result->code = WEXITSTATUS(status);
  if (WIFSIGNALED(status)) result->signal = WTERMSIG(status);
  if (!watch->terminating) result->status = WIFEXITED(status) ? EXITED : SIGNALED;
  result->user_us = microseconds(usage.ru_utime);
  result->system_us = microseconds(usage.ru_stime);
  result->peak_kib = usage.ru_maxrss;
  result->minor_faults = usage.ru_minflt;
  result->major_faults = usage.ru_majflt;
  result->voluntary_switches = usage.ru_nvcsw;
  result->involuntary_switches = usage.ru_nivcsw;
}

static int64_t processor_us(int who) {
  struct rusage usage;
  getrusage(who, &usage);
  return microseconds(usage.ru_utime) + microseconds(usage.ru_stime);
}

/* What measuring itself costs the machine: who looks at its load from outside must know it, or would take the
   rehearsals and the sampler for the load of others. */
static int64_t spent_since_last(void) {
  static int64_t before;
  int64_t now = processor_us(RUSAGE_SELF) + processor_us(RUSAGE_CHILDREN);
  int64_t spent = now - before;
  before = now;
  return spent;
}

static void explain_spawn(struct result *result, const char *program, int error) {
  bool there = error == ENOENT && access(program, F_OK) == 0;
  launch_failed(result, error, there ? "the interpreter or loader of" : "program", program);
}

bool execute(const struct request *request, int signals, struct result *result) {
  *result = (struct result){.code = -1, .signal = -1, .instructions = -1, .cycles = -1};
  struct launch launch;
  struct watch watch = {.request = request, .launch = &launch, .result = result, .signals = signals};
  if (launch_prepare(&launch, request, result)) {
    rehearse();
    struct counters counters;
    counters_open(&counters);
    watch.start_ns = now_ns();
    int error = launch_spawn(&launch, request, &watch.child);
    launch_close_child_ends(&launch);
    if (error != 0) {
      explain_spawn(result, launch.program, error);
    } else {
      if (request->timeout_ms > 0) watch.deadline_ns = watch.start_ns + request->timeout_ms * 1000000;
      watch_child(&watch);
    }
    counters_close(&counters, error == 0 ? result : NULL);
    if (error == 0) {
      kill_group(&watch, SIGKILL);
      account(&watch);
      result->left = orphans_end();
      for (int i = 0; i < 2; i++) result->out_bytes += drain(&launch.pipes[i], true);
    }
  }
  launch_release(&launch);
  result->spent_us = spent_since_last();
  return !watch.stop;
}

/* What the files of the native sampler share. The protocol they speak is docs/sampler-protocol.md. */
#ifndef ASSAY_SAMPLER_H
#define ASSAY_SAMPLER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>
#include <time.h>

#define PROTOCOL_VERSION 1

enum {
  /* Linux refuses one argument above 128 KiB (MAX_ARG_STRLEN); encoded it is at most three times that. */
  LINE_BYTES = 3 * 131072 + 64,
  /* Linux caps arguments and environment together at three quarters of an 8 MiB stack (fs/exec.c), so it is
     the kernel that refuses a long command, not this buffer. Pages that are never used are not resident. */
  ARENA_BYTES = 6 * 1048576,
  /* Strings of one list. Each takes 8 bytes of that cap for its pointer, so a quarter of it is room for
     more arguments than fit together with their text. */
  MAX_STRINGS = ARENA_BYTES / 4 / 8,
  /* An identifier is echoed in the answer; a UUID (36 characters) fits. */
  MAX_ID = 40,
  /* From SIGTERM to SIGKILL unless the request says otherwise. */
  DEFAULT_GRACE_MS = 2000,
};

/* The longest time a request may ask for: 366 days. It keeps nanoseconds far inside 64 bits. */
#define MAX_MS (366LL * 24 * 3600 * 1000)

enum destination { TO_NULL, TO_PIPE, TO_FILE, TO_APPEND, TO_STDOUT };

struct output {
  enum destination to;
  const char *path; /* for TO_FILE and TO_APPEND */
};

struct request {
  char **argv, **envp; /* both end in NULL */
  size_t argc, envc;
  const char *cwd;        /* NULL: the root directory */
  const char *input;      /* NULL: /dev/null */
  struct output out, err;
  int64_t timeout_ms; /* 0: none */
  int64_t grace_ms;
  char id[MAX_ID + 1]; /* of the `run` line */
};

enum status { EXITED, SIGNALED, TIMEOUT, CANCELLED, SPAWN_FAILED };

struct result {
  enum status status;
  int code, signal; /* -1: does not apply */
  int64_t wall_ns, user_us, system_us, peak_kib;
  int64_t minor_faults, major_faults, voluntary_switches, involuntary_switches;
  int64_t instructions, cycles; /* -1: not available */
  int64_t left, out_bytes;
  int64_t spent_us; /* by the sampler and all that it waited for, since the result before */
  int error;         /* errno of a failed spawn, or 0 */
  char message[512]; /* what failed, for a person */
};

/* input.c: lines from descriptor 0. */
enum line { LINE_READY, LINE_NONE, LINE_BAD };
bool input_fill(void);              /* reads what is there; false at the end of the input */
enum line input_next(char **line);  /* LINE_BAD: `line` is what is wrong with it */
unsigned long input_number(void);   /* of the line last given, from 1 */

/* request.c: lines to a request. */
enum action { NOTHING, RUN, HELLO, KILL, MALFORMED };
void request_reset(struct request *request);
/* A malformed line drops its whole request, with one error: what follows is ignored up to and including the
   next `run` or `reset`, so that a command never runs with a part missing. `kill` and `hello` belong to no
   request. */
void request_drop(const char *line); /* `line` is the malformed one */
bool request_dropping(const char *line); /* whether this line is to be ignored */
enum action request_line(struct request *request, char *line, const char **error);

/* encoding.c */
bool percent_decode(char *text); /* in place; false when malformed */
void percent_encode(const char *text, char *into, size_t size);

/* answer.c: lines to descriptor 1. */
void answer_hello(void);
void answer_error(unsigned long line, const char *message);
void answer_result(const char *id, const struct result *result);

/* control.c: what arrives from outside, between runs and during one. */
enum control { CONTROL_NONE, CONTROL_KILL, CONTROL_STOP };
int control_open(void);            /* the descriptor on which signals are read, or -1 */
enum control control_signals(void); /* takes all pending ones */
enum control control_lines(void);   /* takes lines during a run, up to one that orders something */

/* launch.c: everything that can fail before the clock starts. */
struct launch {
  char program[4096];
  int in, out, err;       /* descriptors for the child */
  int pipes[2];           /* our ends of its output, or -1 */
};
bool launch_prepare(struct launch *launch, const struct request *request, struct result *result);
int launch_spawn(const struct launch *launch, const struct request *request, pid_t *child);
void launch_close_child_ends(struct launch *launch);
void launch_release(struct launch *launch);
void launch_failed(struct result *result, int error, const char *what, const char *which);

/* search.c: the program that a name means under the PATH of a request. Returns 0 or an errno. */
int search_program(const struct request *request, char *into, size_t size);

/* rehearse.c: makes what happens before a run the same for every run. */
bool rehearse_is_child(int argc, char **argv);
void rehearse_prepare(void);
void rehearse(void);

/* inherit.c: what all commands inherit, by the arguments of the sampler; false when some of it is refused. */
bool inherit_options(int argc, char **argv);

/* execute.c: false when the sampler must stop. */
bool execute(const struct request *request, int signals, struct result *result);

/* drain.c */
int64_t drain(int *descriptor, bool all); /* bytes taken; closes and sets -1 at the end */

/* orphans.c: ends what a finished command left behind, and counts what had to be killed. */
int64_t orphans_end(void);

/* counters.c: instructions and cycles of the child and its descendants. */
struct counters {
  int instructions, cycles; /* descriptors, or -1 */
};
int counters_probe(void);      /* 0, or the errno that makes them unavailable */
bool counters_user_only(void); /* the kernel's share is not counted */
void counters_open(struct counters *counters);
void counters_close(struct counters *counters, struct result *result);

static inline int64_t now_ns(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

#endif

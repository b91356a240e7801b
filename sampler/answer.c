/* Answers: one line each, fields separated by spaces, written to descriptor 1. */
#include "sampler.h"

#include <errno.h>
#include <inttypes.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* A reader that went away shows as the end of our input, so a failed write needs no other answer. */
static void send_line(const char *text, size_t length) {
  while (length > 0) {
    ssize_t sent = write(1, text, length);
    if (sent >= 0) {
      text += sent;
      length -= (size_t)sent;
    } else if (errno == EAGAIN) {
      struct pollfd writable = {.fd = 1, .events = POLLOUT};
      poll(&writable, 1, -1);
    } else if (errno != EINTR) {
      return;
    }
  }
}

static const char *counter_text(int64_t count, char *into, size_t size) {
  if (count < 0) return "-";
  snprintf(into, size, "%" PRId64, count);
  return into;
}

void answer_hello(void) {
  char reason[1024], line[1400];
  int error = counters_probe();
  const char *scope = error ? "unavailable" : counters_user_only() ? "user" : "all";
  percent_encode(error ? strerror(error) : "", reason, sizeof reason);
  int length = snprintf(line, sizeof line, "hello version=%d pid=%d counters=%s errno=%d error=%s\n",
                        PROTOCOL_VERSION, (int)getpid(), scope, error, reason);
  send_line(line, (size_t)length);
}

void answer_error(unsigned long number, const char *message) {
  char line[256];
  int length = snprintf(line, sizeof line, "error %lu %s\n", number, message);
  send_line(line, (size_t)length);
}

void answer_result(const char *id, const struct result *result) {
  static const char *const names[] = {"exited", "signaled", "timeout", "cancelled", "spawn-failed"};
  char code[24], number[24], instructions[24], cycles[24], message[3 * sizeof result->message], line[2400];
  percent_encode(result->message, message, sizeof message);
  int length = snprintf(
      line, sizeof line,
      "result %s status=%s code=%s signal=%s wall_ns=%" PRId64 " user_us=%" PRId64 " system_us=%" PRId64
      " peak_kib=%" PRId64 " minor_faults=%" PRId64 " major_faults=%" PRId64 " voluntary_switches=%" PRId64
      " involuntary_switches=%" PRId64 " instructions=%s cycles=%s left=%" PRId64 " out_bytes=%" PRId64
      " spent_us=%" PRId64 " errno=%d error=%s\n",
      id, names[result->status], counter_text(result->code, code, sizeof code),
      counter_text(result->signal, number, sizeof number), result->wall_ns, result->user_us,
      result->system_us, result->peak_kib, result->minor_faults, result->major_faults,
      result->voluntary_switches, result->involuntary_switches,
      counter_text(result->instructions, instructions, sizeof instructions),
      counter_text(result->cycles, cycles, sizeof cycles), result->left, result->out_bytes,
      result->spent_us, result->error, message);
  send_line(line, (size_t)length);
}

/* Lines from descriptor 0, read only when it is known to be ready. */
#include "sampler.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

static char buffer[LINE_BYTES];
static size_t first, end;
static bool skipping; /* the rest of a line that was too long */
static unsigned long number;

unsigned long input_number(void) { return number; }

bool input_fill(void) {
  if (first > 0) {
    memmove(buffer, buffer + first, end - first);
    end -= first;
    first = 0;
  }
  if (end == sizeof buffer) return true;
  ssize_t got = read(0, buffer + end, sizeof buffer - end);
  if (got < 0) return errno == EINTR || errno == EAGAIN;
  end += (size_t)got;
  return got > 0;
}

static bool has_control(const char *text, size_t length) {
  for (size_t i = 0; i < length; i++) {
    unsigned char byte = (unsigned char)text[i];
    if (byte < 0x20 || byte == 0x7f) return true;
  }
  return false;
}

enum line input_next(char **line) {
  char *text = buffer + first;
  char *newline = memchr(text, '\n', end - first);
  if (newline == NULL) {
    if (end - first < sizeof buffer) return LINE_NONE;
    first = end = 0;
    if (skipping) return LINE_NONE;
    skipping = true;
    number++;
    *line = "the line is too long";
    return LINE_BAD;
  }
  first = (size_t)(newline + 1 - buffer);
  if (skipping) {
    skipping = false;
    return input_next(line);
  }
  number++;
  *newline = '\0';
  *line = text;
  if (!has_control(text, (size_t)(newline - text))) return LINE_READY;
  *line = "control characters must be percent-encoded";
  return LINE_BAD;
}

/* Lines to a request: `verb value`, one each. */
#include "sampler.h"

#include <string.h>

static char arena[ARENA_BYTES];
static size_t used;
static char *arguments[MAX_STRINGS + 1];
static char *variables[MAX_STRINGS + 1];
static bool dropping;

void request_reset(struct request *request) {
  used = 0;
  arguments[0] = variables[0] = NULL;
  *request = (struct request){.argv = arguments, .envp = variables, .grace_ms = DEFAULT_GRACE_MS};
}

static bool is_verb(const char *line, const char *verb) {
  size_t length = strlen(verb);
  return strncmp(line, verb, length) == 0 && (line[length] == '\0' || line[length] == ' ');
}

static bool ends_request(const char *line) { return is_verb(line, "run") || is_verb(line, "reset"); }

void request_drop(const char *line) { dropping = !ends_request(line); }

bool request_dropping(const char *line) {
  if (!dropping || is_verb(line, "kill") || is_verb(line, "hello")) return false;
  dropping = !ends_request(line);
  return true;
}

static const char *keep(const char *text) {
  size_t size = strlen(text) + 1;
  if (size > sizeof arena - used) return NULL;
  char *kept = memcpy(arena + used, text, size);
  used += size;
  return kept;
}

static const char *append(char **list, size_t *count, const char *value) {
  const char *kept = keep(value);
  if (kept == NULL || *count == MAX_STRINGS) return "the request is too large";
  list[(*count)++] = (char *)kept;
  list[*count] = NULL;
  return NULL;
}

static const char *set_path(const char **into, const char *value) {
  if (*value == '\0') return "a path is empty";
  *into = keep(value);
  return *into == NULL ? "the request is too large" : NULL;
}

static const char *set_ms(int64_t *into, const char *value) {
  int64_t number = 0;
  if (*value == '\0') return "a number of milliseconds is missing";
  for (; *value != '\0'; value++) {
    if (*value < '0' || *value > '9') return "not a whole number of milliseconds";
    number = number * 10 + (*value - '0');
    if (number > MAX_MS) return "longer than 366 days";
  }
  *into = number;
  return NULL;
}

static const char *set_file(struct output *into, enum destination to, const char *path) {
  into->to = to;
  return set_path(&into->path, path);
}

static const char *set_output(struct output *into, const char *value, bool is_err) {
  if (strncmp(value, "file ", 5) == 0) return set_file(into, TO_FILE, value + 5);
  if (strncmp(value, "append ", 7) == 0) return set_file(into, TO_APPEND, value + 7);
  if (strcmp(value, "null") == 0) {
    into->to = TO_NULL;
  } else if (strcmp(value, "pipe") == 0) {
    into->to = TO_PIPE;
  } else if (is_err && strcmp(value, "stdout") == 0) {
    into->to = TO_STDOUT;
  } else {
    return "an output is null, pipe, file PATH or append PATH (or stdout, for stderr)";
  }
  return NULL;
}

static const char *set_variable(struct request *request, const char *value) {
  const char *equals = strchr(value, '=');
  if (equals == NULL || equals == value) return "a variable is NAME=VALUE";
  return append(request->envp, &request->envc, value);
}

static const char *set_id(struct request *request, const char *value) {
  static const char allowed[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.";
  size_t length = strlen(value);
  if (length == 0 || length > MAX_ID || strspn(value, allowed) != length) return "run needs an identifier";
  if (request->argc == 0) return "nothing to run";
  if (request->argv[0][0] == '\0') return "the program's name is empty";
  memcpy(request->id, value, length + 1);
  return NULL;
}

static const char *set_value(struct request *request, const char *verb, const char *value) {
  if (strcmp(verb, "arg") == 0) return append(request->argv, &request->argc, value);
  if (strcmp(verb, "env") == 0) return set_variable(request, value);
  if (strcmp(verb, "cwd") == 0) {
    return *value == '/' ? set_path(&request->cwd, value) : "cwd is an absolute path";
  }
  if (strcmp(verb, "stdin") == 0) return set_path(&request->input, value);
  if (strcmp(verb, "stdout") == 0) return set_output(&request->out, value, false);
  if (strcmp(verb, "stderr") == 0) return set_output(&request->err, value, true);
  if (strcmp(verb, "timeout") == 0) return set_ms(&request->timeout_ms, value);
  if (strcmp(verb, "grace") == 0) return set_ms(&request->grace_ms, value);
  if (strcmp(verb, "run") == 0) return set_id(request, value);
  return "unknown verb";
}

static enum action bare(struct request *request, const char *verb, const char **error) {
  if (strcmp(verb, "hello") == 0) return HELLO;
  if (strcmp(verb, "kill") == 0) return KILL;
  if (strcmp(verb, "reset") == 0) {
    request_reset(request);
    return NOTHING;
  }
  *error = "unknown verb, or its value is missing";
  return MALFORMED;
}

enum action request_line(struct request *request, char *line, const char **error) {
  bool is_run = is_verb(line, "run");
  char *space = strchr(line, ' ');
  if (space == NULL) return bare(request, line, error);
  *space = '\0';
  char *value = space + 1;
  *error = percent_decode(value) ? set_value(request, line, value) : "malformed percent-encoding";
  if (*error != NULL) return MALFORMED;
  return is_run ? RUN : NOTHING;
}

/* TCP over the loopback interface, between this process and a child. */
#include "probes.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sched.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

enum { ROUND_TRIPS = 5000, CHUNK = 64 * 1024, CHUNKS = 2048 };

static int listening(struct sockaddr_in *address) {
  socklen_t size = sizeof *address;
  int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  *address = (struct sockaddr_in){.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  if (listener < 0 || bind(listener, (struct sockaddr *)address, size) < 0 || listen(listener, 1) < 0 ||
      getsockname(listener, (struct sockaddr *)address, &size) < 0)
    fail("cannot listen on", "127.0.0.1");
  return listener;
}

static int without_delay(int connection) {
  int on = 1;
  if (connection < 0) fail("cannot connect to", "127.0.0.1");
  setsockopt(connection, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  return connection;
}

/* Both ends on one processor: where a scheduler puts them would decide more than the network does. */
static void stay_here(void) {
  cpu_set_t here;
  int processor = sched_getcpu();
  CPU_ZERO(&here);
  if (processor >= 0) CPU_SET(processor, &here);
  if (processor < 0 || sched_setaffinity(0, sizeof here, &here) < 0) fail("cannot stay on", "one processor");
}

/* Starts `other` in a child at the other end of a connection, and gives this end. */
static int connected(void (*other)(int connection, uint64_t repeats), uint64_t repeats, pid_t *child) {
  struct sockaddr_in address;
  int listener = listening(&address);
  stay_here();
  *child = fork();
  if (*child < 0) fail("cannot fork", "");
  if (*child == 0) {
    int connection = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (connect(connection, (struct sockaddr *)&address, sizeof address) < 0)
      fail("cannot connect to", "127.0.0.1");
    other(without_delay(connection), repeats);
    _exit(0);
  }
  int connection = accept(listener, NULL, NULL);
  close(listener);
  return without_delay(connection);
}

static void ended_well(pid_t child) {
  int status;
  if (waitpid(child, &status, 0) < 0) fail("cannot wait for", "the other end");
  errno = 0;
  if (status != 0) fail("failed:", "the other end");
}

static void receive_all(int connection, char *bytes, size_t size) {
  if (recv(connection, bytes, size, MSG_WAITALL) != (ssize_t)size) fail("cannot receive on", "127.0.0.1");
}

static void send_all(int connection, const char *bytes, size_t size) {
  if (send(connection, bytes, size, MSG_NOSIGNAL) != (ssize_t)size) fail("cannot send on", "127.0.0.1");
}

static void echo(int connection, uint64_t repeats) {
  char byte;
  for (uint64_t i = 0; i < repeats * ROUND_TRIPS; i++) {
    receive_all(connection, &byte, 1);
    send_all(connection, &byte, 1);
  }
}

void probe_loopback_latency(uint64_t repeats) {
  pid_t child;
  char byte = 'a';
  int connection = connected(echo, repeats, &child);
  for (uint64_t i = 0; i < repeats * ROUND_TRIPS; i++) {
    send_all(connection, &byte, 1);
    receive_all(connection, &byte, 1);
  }
  ended_well(child);
}

static char chunk[CHUNK];

static void stream(int connection, uint64_t repeats) {
  for (uint64_t i = 0; i < repeats * CHUNKS; i++) send_all(connection, chunk, sizeof chunk);
}

void probe_loopback_throughput(uint64_t repeats) {
  pid_t child;
  int connection = connected(stream, repeats, &child);
  for (uint64_t i = 0; i < repeats * CHUNKS; i++) receive_all(connection, chunk, sizeof chunk);
  ended_well(child);
}

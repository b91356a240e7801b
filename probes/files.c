/* Files, in a folder whose filesystem is what is measured. */
#include "probes.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A file of 8 MiB, written and read in pieces as large as tools do (cp, cat), or in pages here and there. */
enum { PIECE = 128 * 1024, PIECES = 64, PAGE = 4096, READ_PAGES = 512 };
/* How often the file is written or read in one piece of work, and the pages between two calls of fsync. */
enum { WRITES = 5, READS = 5, SYNCS = 8, SYNCED_PAGES = 64 };
static const char NAME[] = "assay-probe-file", NEXT[] = "assay-probe-file.next";

const char *first_writable(char *const *candidates) {
  struct stat root, found;
  if (stat("/", &root) < 0) fail("cannot look at", "/");
  for (; *candidates != NULL; candidates++) {
    const char *path = *candidates;
    int on_root = strncmp(path, "/:", 2) == 0;
    if (on_root) path += 2;
    if (stat(path, &found) < 0 || !S_ISDIR(found.st_mode) || access(path, W_OK) < 0) continue;
    if (!on_root || found.st_dev == root.st_dev) return path;
  }
  errno = 0;
  fail("there is no folder to write to", "here");
}

typedef struct {
  char text[4096];
} path_t;

static path_t path_of(const char *folder, const char *name) {
  path_t path;
  int length = snprintf(path.text, sizeof path.text, "%s/%s", folder, name);
  if (length >= (int)sizeof path.text) fail("too long:", folder);
  return path;
}

static int opened(path_t path, int flags) {
  int file = open(path.text, flags | O_CLOEXEC, 0600);
  if (file < 0) fail("cannot open", path.text);
  return file;
}

static void write_at(int file, const char *bytes, size_t size, off_t at) {
  if (pwrite(file, bytes, size, at) != (ssize_t)size) fail("cannot write", NAME);
}

static void read_at(int file, char *bytes, size_t size, off_t at) {
  if (pread(file, bytes, size, at) != (ssize_t)size) fail("cannot read", NAME);
}

static void synced(int file) {
  if (fsync(file) < 0) fail("cannot sync", NAME);
}

static void write_all(int file) {
  static char piece[PIECE];
  memset(piece, 'a', sizeof piece);
  for (int i = 0; i < PIECES; i++) write_at(file, piece, sizeof piece, (off_t)i * PIECE);
}

/* Where a file happens to lie, in which pages of memory or blocks of a disk, makes it faster or slower by several
   percent for as long as it lives: a new one each time takes part in the noise instead of favouring one side. The
   one before goes only when the new one is there, or its place would be taken again. */
void files_prepare(const char *folder) {
  path_t next = path_of(folder, NEXT), path = path_of(folder, NAME);
  int file = opened(next, O_CREAT | O_TRUNC | O_WRONLY);
  write_all(file);
  synced(file);
  close(file);
  if (rename(next.text, path.text) < 0) fail("cannot rename", next.text);
}

void files_remove(const char *folder) {
  const char *names[] = {NAME, NEXT};
  for (int i = 0; i < 2; i++) {
    path_t path = path_of(folder, names[i]);
    if (unlink(path.text) < 0 && errno != ENOENT) fail("cannot remove", path.text);
  }
}

void probe_write_sequential(uint64_t repeats, const char *folder) {
  int file = opened(path_of(folder, NAME), O_WRONLY);
  for (uint64_t i = 0; i < repeats * WRITES; i++) {
    write_all(file);
    synced(file);
  }
}

void probe_write_random(uint64_t repeats, const char *folder) {
  char page[PAGE];
  memset(page, 'b', sizeof page);
  int file = opened(path_of(folder, NAME), O_WRONLY);
  uint64_t random = 88172645463325252u;
  for (uint64_t i = 0; i < repeats * SYNCS; i++) {
    for (int j = 0; j < SYNCED_PAGES; j++) {
      random = xorshift(random);
      write_at(file, page, sizeof page, (off_t)(random % (PIECES * PIECE / PAGE)) * PAGE);
    }
    synced(file);
  }
}

/* Not from the page cache, where the filesystem lets go of it. */
static int cold(const char *folder) {
  int file = opened(path_of(folder, NAME), O_RDONLY);
  posix_fadvise(file, 0, 0, POSIX_FADV_DONTNEED);
  return file;
}

void probe_read_sequential(uint64_t repeats, const char *folder) {
  static char piece[PIECE];
  for (uint64_t i = 0; i < repeats * READS; i++) {
    int file = cold(folder);
    for (int part = 0; part < PIECES; part++) read_at(file, piece, sizeof piece, (off_t)part * PIECE);
    close(file);
  }
}

void probe_read_random(uint64_t repeats, const char *folder) {
  char page[PAGE];
  uint64_t random = 88172645463325252u;
  for (uint64_t i = 0; i < repeats; i++) {
    int file = cold(folder);
    posix_fadvise(file, 0, 0, POSIX_FADV_RANDOM);
    for (int part = 0; part < READ_PAGES; part++) {
      random = xorshift(random);
      read_at(file, page, sizeof page, (off_t)(random % (PIECES * PIECE / PAGE)) * PAGE);
    }
    close(file);
  }
}

/* Probes: programs of a fixed amount of work, to be measured in two environments. What they measure is what
   whoever starts them sees of them: wall time, CPU time, memory. They print nothing. */
#ifndef ASSAY_PROBES_H
#define ASSAY_PROBES_H

#include <stddef.h>
#include <stdint.h>

/* Says what could not be done, with the text of errno where that is not 0, and ends the program with 1. */
_Noreturn void fail(const char *what, const char *which);

/* A whole number above 0, or the end with a message. */
uint64_t number_of(const char *text);

/* Each does `repeats` times a piece of work that takes some 30 ms on a machine of 2024. */
void probe_integer(uint64_t repeats);
void probe_floating(uint64_t repeats);
void probe_syscalls(uint64_t repeats);
void probe_spawn(uint64_t repeats);
void probe_resident(uint64_t repeats);
void probe_loopback_latency(uint64_t repeats);
void probe_loopback_throughput(uint64_t repeats);

/* Over arrays of so many bytes, which should be larger than the last cache. */
void probe_memory_bandwidth(uint64_t repeats, uint64_t bytes);
void probe_memory_latency(uint64_t repeats, uint64_t bytes);

/* On the file of `files_prepare` in `folder`. */
void probe_write_sequential(uint64_t repeats, const char *folder);
void probe_write_random(uint64_t repeats, const char *folder);
void probe_read_sequential(uint64_t repeats, const char *folder);
void probe_read_random(uint64_t repeats, const char *folder);
void files_prepare(const char *folder);
void files_remove(const char *folder);

/* The first of these that is a folder to write to. `/:PATH` is taken only on the filesystem of `/`. */
const char *first_writable(char *const *candidates);

/* Uses up what is left of a CPU quota, and then a random part of the next. */
void burn(void);

/* Keeps the compiler from leaving out what computes `value`. */
static inline void keep(uint64_t value) { __asm__ volatile("" : : "r"(value) : "memory"); }

/* Xorshift (Marsaglia 2003): cheap, and every step depends on the one before. */
static inline uint64_t xorshift(uint64_t x) {
  x ^= x << 13;
  x ^= x >> 7;
  return x ^ (x << 17);
}

#endif

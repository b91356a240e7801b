/* Prints a digest of a stream of generated records, as a log shipper or a backup tool would compute it. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { RECORD = 4096, RECORDS = 4000 };

static uint64_t state = 88172645463325252ull;

/* xorshift64: Marsaglia, Journal of Statistical Software 8(14), 2003. */
static uint64_t next(void)
{
    state ^= state << 13;
    state ^= state >> 7;
    return state ^= state << 17;
}

static void fill(unsigned char *record)
{
    for (int i = 0; i < RECORD; i += 8) {
        uint64_t word = next();
        memcpy(record + i, &word, sizeof word);
    }
}

/* FNV-1a: Fowler, Noll, Vo; http://www.isthe.com/chongo/tech/comp/fnv/ */
static uint64_t digest(uint64_t hash, const unsigned char *record)
{
    for (int i = 0; i < RECORD; i++)
        hash = (hash ^ record[i]) * 1099511628211ull;
    return hash;
}

int main(void)
{
    unsigned char record[RECORD];
    uint64_t hash = 14695981039346656037ull;
    for (int number = 0; number < RECORDS; number++) {
        fill(record);
        hash = digest(hash, record);
    }
    printf("%016llx\n", (unsigned long long)hash);
    return 0;
}

/* Percent-encoding: `%` and two hexadecimal digits for a byte that would break a line or a field. */
#include "sampler.h"

static int hex(char digit) {
  if (digit >= '0' && digit <= '9') return digit - '0';
  if (digit >= 'a' && digit <= 'f') return digit - 'a' + 10;
  if (digit >= 'A' && digit <= 'F') return digit - 'A' + 10;
  return -1;
}

bool percent_decode(char *text) {
  char *into = text;
  for (const char *from = text; *from != '\0'; from++) {
    if (*from != '%') {
      *into++ = *from;
      continue;
    }
    int high = hex(from[1]);
    int low = high < 0 ? -1 : hex(from[2]);
    if (low < 0 || (high == 0 && low == 0)) return false;
    *into++ = (char)(high * 16 + low);
    from += 2;
  }
  *into = '\0';
  return true;
}

void percent_encode(const char *text, char *into, size_t size) {
  static const char digits[] = "0123456789ABCDEF";
  size_t used = 0;
  for (; *text != '\0' && used + 4 <= size; text++) {
    unsigned char byte = (unsigned char)*text;
    if (byte > 0x20 && byte != 0x7f && byte != '%') {
      into[used++] = (char)byte;
      continue;
    }
    into[used++] = '%';
    into[used++] = digits[byte >> 4];
    into[used++] = digits[byte & 15];
  }
  into[used] = '\0';
}

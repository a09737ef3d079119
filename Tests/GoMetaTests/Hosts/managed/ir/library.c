// What the IR in ir/foreign.ll calls, as a shared library: frames of a kilobyte, and a wait.
#include <string.h>
#include <time.h>

long managed_length(const char *text) { return text ? (long)strlen(text) : -1; }

long managed_deep(long n) {
  volatile char frame[1024];
  frame[n % 1024] = (char)n;
  long below = n == 0 ? 0 : managed_deep(n - 1);
  return below + (frame[n % 1024] == (char)n);
}

double managed_blend(long a, long b, long c, long d, long e, long f, double x, double y, float z) {
  return (double)(a + 2 * b + 3 * c + 4 * d + 5 * e + 6 * f) + 10 * x + 100 * y + 1000 * z;
}

int managed_block(int milliseconds) {
  struct timespec time = {milliseconds / 1000, milliseconds % 1000 * 1000000L};
  nanosleep(&time, 0);
  return -milliseconds;
}

void managed_fill(unsigned char *bytes, long n) {
  for (long i = 0; i < n; i++) bytes[i] = (unsigned char)(3 * i);
}

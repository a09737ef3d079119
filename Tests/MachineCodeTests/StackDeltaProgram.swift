/// A program in C that uses the stack in the ways that compilers know.
enum StackDeltaProgram {
  static let source = #"""
    #include <alloca.h>
    #include <setjmp.h>
    #include <stdarg.h>
    #include <stdio.h>
    #include <stdlib.h>
    #include <string.h>
    #define KEEP __attribute__((noinline))

    volatile int sink;
    KEEP int leaf(int a) { return a * 3 + sink; }
    KEEP int fib(int n) { return n < 2 ? n : fib(n - 1) + fib(n - 2); }
    KEEP int odd(int n);
    KEEP int even(int n) { return n == 0 ? 1 : odd(n - 1); }
    KEEP int odd(int n) { return n == 0 ? 0 : even(n - 1); }
    KEEP int tail(int a) { sink++; return leaf(a + 1); }
    KEEP int through(int (*f)(int), int a) { sink += a; return f(a); }

    KEEP long many(long a, long b, long c, long d, long e, long f, long g, long h, long i, long j) {
      return a + b * 2 + c * 3 + d * 4 + e * 5 + f * 6 + g * 7 + h * 8 + i * 9 + j + leaf(a);
    }
    KEEP long callsMany(long x) {
      return many(x, 1, 2, 3, 4, 5, 6, x, 8, 9) + many(x, x, x, x, x, x, x, x, x, leaf(x));
    }
    KEEP int sum(int n, ...) {
      va_list list;
      int s = 0;
      va_start(list, n);
      for (int i = 0; i < n; i++) s += va_arg(list, int);
      va_end(list);
      return s;
    }

    KEEP long table(int k, long x) {
      char b[40];
      memset(b, k, sizeof b);
      sink += b[k & 31];
      switch (k) {
      case 0: return x + leaf(x);
      case 1: return x * 5 + leaf(3);
      case 2: sink ^= 5; break;
      case 3: return many(x, x, x, 1, 2, 3, 4, 5, 6, 7);
      case 4: x <<= 3; x += leaf(x); break;
      case 5: return fib(5) + x;
      case 6: x ^= 77; x += tail(2); break;
      case 7: return x % 17;
      case 8: x -= 5; sink = x; break;
      case 9: return -x;
      default: x = leaf(k);
      }
      return x + leaf(sink);
    }
    KEEP long wrapped(int k, long x) {
      if (__builtin_expect(k < 3, 1)) return x + 1;
      char b[64];
      long s = 0;
      for (int i = 0; i < k; i++) { b[i & 63] = i; s += leaf(b[i & 31]) + fib(3); }
      switch (k) {
      case 3: s += 7; break;
      case 4: s = leaf(s); break;
      case 5: s = tail(s); break;
      case 6: s *= 3; break;
      case 7: s ^= x; sink++; break;
      case 8: s = many(s, 1, 2, 3, 4, 5, 6, 7, 8, 9); break;
      default: s--;
      }
      return s;
    }
    KEEP int labels(int n) {
      static void *to[] = {&&a, &&b, &&c, &&d};
      int s = 0;
      char x[32];
      memset(x, n, 32);
      for (int i = 0; i < 12; i++) {
        goto *to[(i + n) & 3];
      a: s += leaf(i); continue;
      b: s ^= x[i]; continue;
      c: s += fib(3); continue;
      d: s--;
      }
      return s;
    }

    KEEP long variable(int n) {
      long a[n], s = 0;
      for (int i = 0; i < n; i++) a[i] = i * leaf(i);
      for (int i = 0; i < n; i++) s += a[i];
      return s + leaf(n);
    }
    KEEP long dynamic(int n) {
      char *p = alloca(n + 16);
      memset(p, 1, n + 16);
      for (int i = 0; i < 3; i++) {
        char *q = alloca(32);
        q[0] = p[i];
        sink += q[0] + leaf(i);
      }
      return p[n];
    }
    KEEP long large(int n) { volatile char b[70000]; b[n] = 3; b[69999] = leaf(n); return b[n]; }
    KEEP long page(int n) { volatile char b[5000]; b[n] = 3; b[4999] = leaf(n); return b[n]; }
    KEEP long aligned(int n) {
      _Alignas(64) volatile char b[128];
      b[n] = n;
      return leaf(b[n]) + ((long)b & 63);
    }

    static jmp_buf jump;
    KEEP __attribute__((cold)) void rare(int k) { sink += k; printf("rare %d\n", k); }
    KEEP __attribute__((noreturn)) void stop(int k) { sink += k; longjmp(jump, k + 1); }
    KEEP long cold(int k) {
      char b[48];
      long s = 0;
      memset(b, k, 48);
      for (int i = 0; i < 48; i++) s += b[i];
      if (__builtin_expect(s > 48 * 5, 0)) {
        rare(k);
        s += fib(k & 7);
        rare(k + 1);
        if (k == 9) stop(3);
        s += leaf(k) + sum(8, 1, 2, 3, 4, 5, 6, 7, 8);
      }
      return s;
    }
    KEEP long checks(int k) {
      if (k > 100) stop(k);
      if (k > 50) {
        if (k == 77) stop(7);
        return leaf(k);
      }
      return fib(k & 3);
    }
    KEEP long jumps(int k) {
      volatile long s = 0;
      int r = setjmp(jump);
      if (r == 0) { s += cold(k); s += checks(k * 20); } else s += r;
      return s;
    }

    struct Big { long a[9]; };
    KEEP struct Big big(int n) {
      struct Big b;
      for (int i = 0; i < 9; i++) b.a[i] = i * n + leaf(i);
      return b;
    }
    KEEP long takesBig(struct Big b, struct Big c) { return b.a[3] + c.a[8] + leaf(b.a[0]); }
    static int compare(const void *a, const void *b) { return *(const int *)a - *(const int *)b; }

    int main(void) {
      long s = fib(10) + even(9) + tail(1) + through(leaf, 3) + through(tail, 4) + callsMany(1);
      s += sum(9, 1, 2, 3, 4, 5, 6, 7, 8, 9);
      for (int k = 0; k < 12; k++) s += table(k, s) + wrapped(k, s) + jumps(k) + labels(k);
      s += variable(7) + variable(30) + dynamic(20) + dynamic(100);
      s += large(1) + page(1) + aligned(1) + takesBig(big(1), big(2));
      int values[40];
      for (int i = 0; i < 40; i++) values[i] = i * 7919 % 1009;
      qsort(values, 40, sizeof *values, compare);
      char text[200];
      snprintf(text, sizeof text, "%d %5.3f %s %lx %p", values[3], 4 / 7.0, "text", s, (void *)0);
      char *m = malloc(1000);
      strcpy(m, text);
      m = realloc(m, 300000);
      s += strtol("123", 0, 10) + m[2] + values[20];
      free(m);
      return printf("done %ld\n", s & 1) < 0;
    }
    """#
}

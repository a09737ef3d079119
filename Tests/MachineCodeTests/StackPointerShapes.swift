/// Functions of many shapes, for compilers that state the stack's depth in call frame information.
enum StackPointerShapes {
  static let c = #"""
    #include <stdarg.h>
    extern int take(void *), take2(int, ...);
    extern int many(int, int, int, int, int, int, int, int, int, long);
    extern void stop(int) __attribute__((noreturn));
    extern double real(double);
    extern int (*pointer)(int);
    struct big { long words[40]; };
    extern struct big give(int);
    extern int eat(struct big);

    int leaf(int a, int b) { return a * b + 3; }
    int loop(int *p, int n) { int s = 0; for (int i = 0; i < n; i++) s += take(p + i); return s; }
    int nested(int n) {
      int s = 0;
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < i; j++) { if (take(&s)) break; s += take2(j, i, s); }
        if (s > 1000) return s;
      }
      return s + n;
    }
    int frame5k(int n) { char b[5000]; take(b); return b[n]; }
    int frame70k(int n) { char b[70000]; take(b); return b[n]; }
    int frame4k(int n) { char b[4096]; take(b); return b[n] + take(b + 1); }
    int wrapped(int *p) {
      if (!p) return 0;
      char b[64];
      int r = take(b);
      return take2(r, *p, b[3]) + r;
    }
    int early(int *p, int n) {
      if (n < 2) return n;
      if (!*p) return take(p);
      return take(p) + take(p + 1) * n;
    }
    int variadic(int n, ...) {
      va_list l; int s = 0;
      va_start(l, n);
      while (n--) s += va_arg(l, int);
      va_end(l);
      return s;
    }
    double floats(int n, ...) {
      va_list l; double s = 0;
      va_start(l, n);
      while (n--) s += real(va_arg(l, double));
      va_end(l);
      return s;
    }
    int stacked(int a, long b) {
      return many(a, a, a, a, a, a, a, a, a, b) + many(1, 2, 3, 4, 5, 6, 7, 8, a, b + 1);
    }
    int stackedLoop(int n) {
      int s = 0;
      while (n--) s += many(n, s, 1, 2, 3, 4, 5, 6, 7, n);
      return s;
    }
    int onStack(int a, int b, int c, int d, int e, int f, int g, int h, int i, long j) {
      return a + g * h + i + (int)j;
    }
    int tail(int *p) { return take(p + 4); }
    int tailAfter(int *p) { take(p); return take(p + 4); }
    int tailPointer(int a) { return pointer(a + 1); }
    int tailBranch(int *p, int a) { if (a) return take(p); return take(p + 1); }
    int checked(int *p, int n) { if (n < 0) stop(1); if (n > 9) stop(2); return take(p + n); }
    int checkedLeaf(int *p, int n) { if (n < 0) stop(1); if (n > 9) stop(2); return p[n]; }
    void never(int n) { stop(n); }
    void neverAfter(int n) { take(&n); stop(n); }
    int trap(int n) { if (n) __builtin_trap(); return take(&n); }
    int forever(int n) { for (;;) take(&n); }
    long spills(long *p) {
      long a = p[0], b = p[1], c = p[2], d = p[3], e = p[4], f = p[5], g = p[6], h = p[7], i = p[8];
      take(p);
      return a * b + c * d + e * f + g * h + i * a;
    }
    double vectors(double *p) {
      double a = p[0], b = p[1], c = p[2], d = p[3], e = p[4];
      take(p);
      return a * b + c * d + e + real(a);
    }
    int structures(int n) { struct big b = give(n); b.words[1] += n; return eat(b) + eat(give(2)); }
    int recursive(int n) { return n < 2 ? n : recursive(n - 1) + recursive(n - 2); }
    int viaPointer(int n) { return pointer(n) + pointer(n + 1); }
    int atomics(int *p) {
      return __atomic_fetch_add(p, 3, 5) + __sync_val_compare_and_swap(p, 1, take(p));
    }
    __int128 divide(__int128 a, __int128 b) { return a / b + 1; }
    int choose(int n) {
      switch (n) {
      case 1: return take(&n);
      case 2: return leaf(n, 3);
      case 9: stop(n);
      default: return 7;
      }
    }
    void zero(struct big *p) { *p = (struct big){{0}}; }
    struct big copy(struct big *p) { return *p; }
    """#

  /// LLVM IR: shapes that a front end for Go's runtime makes.
  static let ir = #"""
    declare i32 @take(ptr)
    declare void @stop(i32) noreturn
    declare i32 @many(i32, i32, i32, i32, i32, i32, i32, i32, i32, i64)
    define i32 @frame5k(i32 %n) #0 {
      %b = alloca [5000 x i8]
      %r = call i32 @take(ptr %b)
      ret i32 %r
    }
    define i32 @frame100k(i32 %n) #0 {
      %b = alloca [100000 x i8]
      %r = call i32 @take(ptr %b)
      ret i32 %r
    }
    define i32 @leaf(i32 %a, i32 %b) #0 {
      %r = mul i32 %a, %b
      ret i32 %r
    }
    define i32 @wrapped(ptr %p) #0 {
      %a = alloca [3 x i64]
      %z = icmp eq ptr %p, null
      br i1 %z, label %none, label %some
    none:
      ret i32 0
    some:
      %r = call i32 @take(ptr %a)
      %s = call i32 @take(ptr %p)
      %t = add i32 %r, %s
      ret i32 %t
    }
    define i32 @checked(ptr %p, i32 %n) #0 {
      %z = icmp slt i32 %n, 0
      br i1 %z, label %bad, label %good
    bad:
      call void @stop(i32 %n)
      unreachable
    good:
      %y = icmp sgt i32 %n, 9
      br i1 %y, label %worse, label %better
    worse:
      call void @stop(i32 7)
      unreachable
    better:
      %v = load i32, ptr %p
      ret i32 %v
    }
    define i32 @stacked(i32 %a, i64 %b) #0 {
      %r = call i32 @many(i32 %a, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7, i32 %a, i64 %b)
      %s = call i32 @many(i32 %r, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7, i32 %a, i64 %b)
      %t = add i32 %r, %s
      ret i32 %t
    }
    define i32 @tail(ptr %p) #0 {
      %q = getelementptr i8, ptr %p, i64 4
      %r = tail call i32 @take(ptr %q)
      ret i32 %r
    }
    define i32 @pointer(ptr %f, ptr %p) #0 {
      %r = call i32 %f(ptr %p)
      %s = tail call i32 %f(ptr %p)
      ret i32 %s
    }
    attributes #0 = { uwtable "frame-pointer"="none" }
    """#
}

/// What the samples of `InputSample` are compiled from.
enum InputSource {
  /// Cold parts, a jump table, a thread's variable, weak, common and undefined symbols.
  static let c = """
    extern int elsewhere(int);
    __thread int per_thread = 3;
    int common_block[4];
    static int zeroed[8];
    static inline int square(int x) { return x * x; }
    __attribute__((weak)) int weakly(int x) { return square(x) + zeroed[x & 7]; }
    static __attribute__((noinline)) int hidden_away(int x) { return x * 7 + per_thread; }
    __attribute__((cold, noinline)) int coldly(int x) { return hidden_away(x) / 3; }
    int chosen(int x, int y) {
      switch (x) {
      case 0: return elsewhere(y);
      case 1: return hidden_away(y) + 1;
      case 2: return square(y) * 3;
      case 3: return coldly(y);
      case 4: return weakly(y) ^ 5;
      case 5: return common_block[y & 3];
      default: return y - x;
      }
    }
    __attribute__((section(".text.cold"))) int slow(int x) {
      int s = 0;
      for (int i = 0; i < x; i++) s += chosen(i, x);
      return s;
    }
    __attribute__((constructor)) static void starter(void) { common_block[0] = slow(3); }
    """

  /// Members of COMDAT groups, cleanup on unwinding, virtual functions, types in units of their own.
  static let cxx = """
    int elsewhere(int);
    struct Guard { int *p; ~Guard(); };
    inline Guard::~Guard() { *p = elsewhere(*p); }
    template <class T> struct Box {
      T value;
      explicit Box(T v) : value(v) {}
      virtual ~Box() {}
      virtual T twice() const { return value + value; }
    };
    template <class T> __attribute__((noinline)) T sum(const T *a, int n) {
      T s{};
      for (int i = 0; i < n; i++) s += a[i];
      return s;
    }
    inline __attribute__((noinline)) int counted() { static int n = elsewhere(1); return ++n; }
    int run(int x) {
      int y = x;
      Guard g{&y};
      if (x < 0) throw x;
      int a[3] = {x, 2, 3};
      double d[2] = {1.5, 2.5};
      Box<int> *b = new Box<int>(x);
      int r = b->twice() + sum(a, 3) + int(sum(d, 2)) + counted();
      delete b;
      return r;
    }
    """

  static let rust = """
    use std::fmt;
    pub struct Point { x: i64, y: i64 }
    impl fmt::Display for Point {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            write!(f, "({}, {})", self.x, self.y)
        }
    }
    #[inline(never)]
    pub fn largest<T: PartialOrd + Copy>(items: &[T]) -> Option<T> {
        let mut best = *items.first()?;
        for &item in items { if item > best { best = item; } }
        Some(best)
    }
    pub fn describe(xs: &[i64]) -> String {
        let p = Point { x: largest(xs).unwrap_or(0), y: xs.iter().map(|x| x * 2).sum() };
        let mut words: Vec<String> = xs.iter().map(|x| format!("{x}")).collect();
        words.sort();
        format!("{p} {}", words.join(","))
    }
    """

  /// Functions without sizes, several names for one, labels inside one.
  static let assembly = """
    .text
    .type sized, @function
    .globl sized
    sized: nop; nop; nop; ret
    .size sized, .-sized
    .type unsized, @function
    unsized: nop; nop; ret
    .type unsized_alias, @function
    .globl unsized_alias
    .set unsized_alias, unsized
    .type outer, @function
    .globl outer
    outer: nop; nop
    .type inner, @function
    .globl inner
    inner: nop; nop; nop
    ret
    .size inner, .-inner
    .size outer, .-outer
    .type straddled, @function
    straddled: nop; nop
    .type straddler, @function
    straddler: nop
    .size straddled, .-straddled
    nop; ret
    .size straddler, .-straddler
    .type a_local, @function
    .type a_weak, @function
    .type a_global, @function
    .weak a_weak
    .globl a_global
    a_local: a_weak: a_global: nop; ret
    .size a_local, .-a_local
    .size a_weak, .-a_weak
    .size a_global, .-a_global
    .type short_start, @function
    .type long_start, @function
    .globl short_start
    long_start: short_start: nop
    .size short_start, .-short_start
    nop; ret
    .size long_start, .-long_start
    not_a_function: nop
    .type last, @function
    last: nop; nop; ret
    .type at_end, @function
    at_end:
    .section .text.second,"ax"
    .type second, @function
    second: ret

    """
}

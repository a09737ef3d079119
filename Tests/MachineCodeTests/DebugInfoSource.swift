/// Programs in which compilers inline calls in every way that debug information tells.
enum DebugInfoSource {
  /// Nested functions, calls inlined in loops, a cold part, recursion.
  static let c = """
    #include <stdio.h>
    #include <stdlib.h>
    static inline int leaf(int x) { return x * 3 + 1; }
    static inline int middle(int x) {
      int sum = 0;
      for (int i = 0; i < x; i++) sum += leaf(i) ^ leaf(i + 1);
      return sum;
    }
    static inline __attribute__((always_inline)) int checked(int x) {
      if (__builtin_expect(x < 0, 0)) { fprintf(stderr, "%d\\n", x); abort(); }
      { int y = x + 1; { int z = leaf(y); return z + middle(x & 7); } }
    }
    __attribute__((noinline)) int outer(int n) {
    #ifndef __clang__
      __attribute__((noinline)) int inner(int y) { return middle(y) + leaf(n); }
      return inner(n) + inner(n + 1) + middle(n);
    #else
      return middle(n);
    #endif
    }
    int recursive(int n) { return n < 2 ? leaf(n) : recursive(n - 1) + recursive(n - 2); }
    int main(int argc, char **argv) {
      int sum = outer(argc) + leaf(argc);
      for (int i = 0; i < argc; i++) sum += checked(atoi(argv[i]));
      return sum + recursive(argc);
    }

    """

  /// Templates, lambdas, methods of local classes, virtual functions, the standard library.
  static let cxx = """
    #include <algorithm>
    #include <cstdio>
    #include <functional>
    #include <map>
    #include <string>
    #include <vector>
    namespace shapes {
    struct Shape { virtual ~Shape() {} virtual double area() const = 0; };
    template <typename T> struct Box : Shape {
      T w, h;
      Box(T a, T b) : w(a), h(b) {}
      double area() const override { return square(w) + cross(w, h); }
      static inline T square(T x) { return x * x; }
      static inline T cross(T x, T y) { return square(x + y) - square(x - y); }
    };
    }
    template <typename F> inline int twice(F f, int x) { return f(f(x)); }
    static int helper(int x) {
      struct Local { int v; int get(int y) { return v * y + 3; } } local{x};
      int sum = 0;
      for (int i = 0; i < x; i++) sum += local.get(i);
      return sum;
    }
    __attribute__((noinline)) int work(
        const std::vector<int> &v, std::map<std::string, int> &m) {
      int sum = 0;
      auto add = [&](int x) { sum += helper(x); return x + 1; };
      for (int x : v) sum += twice(add, x);
      for (auto &kv : m) sum += kv.second + (int)kv.first.size();
      try { if (sum > 1000) throw sum; } catch (int &e) { sum = helper(e % 5); }
      return sum;
    }
    int main(int argc, char **argv) {
      std::vector<int> v;
      for (int i = 0; i < argc * 10; i++) v.push_back(i * 7 % 11);
      std::sort(v.begin(), v.end(), [](int a, int b) { return a > b; });
      std::map<std::string, int> m;
      for (int i = 0; i < argc; i++) m[argv[i]] += i;
      shapes::Box<double> b(argc, 2);
      shapes::Box<int> c(argc, 3);
      std::function<int(int)> f = [&](int x) { return x + argc; };
      std::string s;
      for (auto &x : v) s += std::to_string(x);
      printf("%d %f %f %s %d\\n", work(v, m), b.area(), c.area(), s.c_str(), f(2));
    }

    """

  /// A second unit, for optimisation over several.
  static let cxxPart = """
    #include <string>
    #include <vector>
    int measure(const std::vector<std::string> &words) {
      auto length = [](const std::string &w) { return (int)w.size() + 1; };
      int sum = 0;
      for (auto &w : words) sum += length(w) * length(w);
      return sum;
    }

    """

  static let rust = """
    mod geometry {
        pub trait Area { fn area(&self) -> f64; }
        pub struct Square(pub f64);
        impl Area for Square {
            #[inline] fn area(&self) -> f64 { self.0 * self.0 }
        }
        pub fn total(v: &[Square]) -> f64 { v.iter().map(|s| s.area()).sum() }
    }
    use geometry::*;
    pub fn longest(words: &[String]) -> Option<&String> {
        words.iter().filter(|w| w.chars().all(|c| c.is_alphanumeric())).max_by_key(|w| w.len())
    }
    pub fn main() {
        let words: Vec<String> = std::env::args().collect();
        let mut lengths: Vec<usize> = words.iter().map(|w| w.len()).collect();
        lengths.sort_by(|x, y| y.cmp(x));
        let squares: Vec<Square> = lengths.iter().map(|&x| Square(x as f64)).collect();
        println!("{:?} {} {:?}", longest(&words), total(&squares), lengths);
    }

    """

  static let go = """
    package main

    import (
    	"fmt"
    	"os"
    	"strings"
    )

    type pair[T any] struct{ a, b T }

    func (p pair[T]) swap() pair[T] { return pair[T]{p.b, p.a} }
    func leaf(x int) int            { return x*3 + 1 }
    func middle(x int) int          { return leaf(x) + leaf(x+1) }

    func main() {
    	sum := 0
    	each := func(s string) { sum += middle(len(strings.TrimSpace(s))) }
    	for _, s := range os.Args {
    		each(s)
    	}
    	fmt.Println(sum, pair[int]{1, sum}.swap())
    }

    """
}

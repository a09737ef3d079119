/// What the samples of line programs are compiled from.
enum LineProgramSource {
  static let header = """
    #ifndef PART_H
    #define PART_H
    static inline int clamp(int x, int low, int high) {
      if (x < low)
        return low;
      return x > high ? high : x;
    }
    static inline unsigned mix(unsigned h, unsigned v) {
      h ^= v;
      h *= 0x9e3779b1u;
      return h ^ (h >> 15);
    }
    #endif
    """

  /// Loops, a jump table, lines far apart, functions inlined from another file, macros.
  static let c: String = {
    var functions = ""
    for index in 0..<24 {
      functions += """
        static int step\(index)(int *a, int n) {
          int s = \(index);
          for (int i = 0; i < n; i++) {
            s += clamp(a[i], -\(index), \(index + 7));
            if (s % 3 == 0)
              continue;
            a[i] = (int)mix((unsigned)s, (unsigned)a[i]);
          }
          return s;
        }
        #line \(1000 + 131 * index) "generated\(index % 3)/part\(index % 5).c"

        """
    }
    let cases = (0..<24).map { "    case \($0): total += step\($0)(a, n); break;" }
      .joined(separator: "\n")
    return """
      #include "part.h"
      \(functions)
      int run(int which, int *a, int n) {
        int total = 0;
        for (int i = 0; i <= which; i++)
          switch (i % 29) {
      \(cases)
          default: total ^= (int)mix((unsigned)total, (unsigned)i);
          }
        return total;
      }
      int main(int argc, char **argv) {
        int a[8] = {argc, 2, 3, 4, 5, 6, 7, 8};
        (void)argv;
        return run(argc * 40, a, 8) & 1;
      }

      """
  }()

  /// Templates of the standard library: many function sections and files.
  static let cxx = """
    #include <algorithm>
    #include <map>
    #include <string>
    #include <vector>
    #include "part.h"
    struct Shape {
      virtual ~Shape() {}
      virtual int area() const = 0;
    };
    struct Box : Shape {
      int w, h;
      Box(int w, int h) : w(w), h(h) {}
      int area() const override { return clamp(w, 0, 100) * clamp(h, 0, 100); }
    };
    static std::map<std::string, std::vector<int>> index_of(const std::vector<std::string> &words) {
      std::map<std::string, std::vector<int>> index;
      for (unsigned i = 0; i < words.size(); i++)
        index[words[i]].push_back((int)i);
      for (auto &entry : index)
        std::sort(entry.second.begin(), entry.second.end(), [](int a, int b) { return a > b; });
      return index;
    }
    int main(int argc, char **argv) {
      std::vector<std::string> words(argv, argv + argc);
      words.push_back("last");
      Box box(argc, argc + 2);
      const Shape &shape = box;
      int total = shape.area();
      for (const auto &entry : index_of(words))
        total += (int)mix((unsigned)entry.second.size(), (unsigned)entry.first.size());
      try {
        if (total == 12345)
          throw total;
      } catch (int value) {
        return value & 1;
      }
      return total & 1;
    }

    """

  static let rust = """
    use std::collections::BTreeMap;
    use std::fmt;
    #[derive(Debug, Clone, PartialEq)]
    pub enum Shape { Box { w: i64, h: i64 }, Dot, Ring(i64) }
    impl fmt::Display for Shape {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            match self {
                Shape::Box { w, h } => write!(f, "{}x{}", w, h),
                Shape::Dot => write!(f, "."),
                Shape::Ring(r) => write!(f, "({})", r),
            }
        }
    }
    pub fn index(words: &[String]) -> BTreeMap<String, Vec<usize>> {
        let mut index: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (place, word) in words.iter().enumerate() {
            index.entry(word.to_lowercase()).or_default().push(place);
        }
        for places in index.values_mut() { places.sort_by(|a, b| b.cmp(a)); }
        index
    }
    pub fn total(shapes: &[Shape]) -> Option<i64> {
        shapes.iter().map(|s| match s {
            Shape::Box { w, h } => w.checked_mul(*h),
            Shape::Dot => Some(0),
            Shape::Ring(r) => r.checked_add(1),
        }).sum()
    }
    pub fn main() {
        let words: Vec<String> = std::env::args().collect();
        let shapes = vec![Shape::Box { w: 2, h: 3 }, Shape::Dot, Shape::Ring(words.len() as i64)];
        let names: Vec<String> = shapes.iter().map(|s| s.to_string()).collect();
        println!("{:?} {:?} {}", index(&words), total(&shapes), names.join(" "));
    }

    """
}

/// Programs in C, C++ and Rust, made to have many functions and rows.
enum ForeignSource {
  /// Many functions with loops, jump tables, and code inlined from one another.
  static func c(functions: Int) -> String {
    var text = """
      #include <stdio.h>
      #include <stdlib.h>
      #include <string.h>
      typedef struct node { struct node *left, *right; int key; char name[12]; } node;
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
      static node *insert(node **place, int key) {
        while (*place)
          place = key < (*place)->key ? &(*place)->left : &(*place)->right;
        *place = calloc(1, sizeof(node));
        if (!*place)
          abort();
        (*place)->key = key;
        snprintf((*place)->name, sizeof (*place)->name, "n%d", key);
        return *place;
      }

      """
    for index in 0..<functions {
      text += """
        static \(index % 3 == 0 ? "__attribute__((noinline)) " : "")int step\(index)(int *a, int n) {
          int s = \(index);
          for (int i = 0; i < n; i++) {
            s += clamp(a[i], -\(index), \(index + 7));
            switch ((s ^ \(index)) & 7) {
            case 0: continue;
            case 1: a[i] += \(index % 11); break;
            case 2: s -= a[(i + \(index)) % n]; break;
            case 3: s = (int)mix((unsigned)s, (unsigned)a[i]); break;
            case 4: s ^= \(index > 0 ? "step\(index - 1)(a, n / 2)" : "1"); break;
            case 5: a[i] = s > 0 ? s % 1000 : -s % 1000; break;
            default: s = clamp(s, -100000, 100000);
            }
          }
          return s;
        }

        """
    }
    text += "int main(int argc, char **argv) {\n  int a[16] = {argc, 2, 3};\n  node *root = 0;\n"
    for index in 0..<functions { text += "  insert(&root, step\(index)(a, 16));\n" }
    return text + "  return root->key & 1 & (int)strlen(argv[0]);\n}\n"
  }

  /// Much of the standard library: templates, exceptions, virtual functions.
  static let cxx = """
    #include <algorithm>
    #include <deque>
    #include <functional>
    #include <iostream>
    #include <map>
    #include <memory>
    #include <regex>
    #include <set>
    #include <sstream>
    #include <stdexcept>
    #include <string>
    #include <unordered_map>
    #include <vector>
    namespace shapes {
    struct Shape {
      virtual ~Shape() {}
      virtual double area() const = 0;
      virtual std::string name() const { return "shape"; }
    };
    template <class T> struct Box : Shape {
      T w, h;
      Box(T w, T h) : w(w), h(h) {}
      double area() const override { return double(w) * double(h); }
      std::string name() const override {
        std::ostringstream out;
        out << "box " << w << "x" << h;
        return out.str();
      }
    };
    }
    template <class Map> static std::string joined(const Map &map) {
      std::ostringstream out;
      for (const auto &entry : map)
        out << entry.first << "=" << entry.second << ";";
      return out.str();
    }
    static std::map<std::string, int> counted(const std::string &text) {
      std::map<std::string, int> counts;
      std::regex word("([a-z]+)([0-9]*)");
      for (std::sregex_iterator it(text.begin(), text.end(), word), end; it != end; ++it)
        counts[(*it)[1].str()] += (*it)[2].length() ? std::stoi((*it)[2].str()) : 1;
      return counts;
    }
    int main(int argc, char **argv) {
      std::vector<std::unique_ptr<shapes::Shape>> all;
      all.emplace_back(new shapes::Box<int>(argc, 2));
      all.emplace_back(new shapes::Box<double>(argc, 2.5));
      all.emplace_back(new shapes::Box<short>(3, 4));
      std::sort(all.begin(), all.end(), [](const auto &a, const auto &b) {
        return a->area() < b->area();
      });
      std::deque<std::function<int(int)>> calls;
      for (int i = 0; i < 4; i++)
        calls.push_back([i, &all](int x) { return int(all[size_t(x) % all.size()]->area()) + i; });
      std::unordered_map<std::string, int> names;
      std::set<std::string> sorted;
      for (const auto &shape : all) {
        names[shape->name()]++;
        sorted.insert(shape->name());
      }
      try {
        int total = 0;
        for (auto &call : calls)
          total += call(argc);
        if (total < 0)
          throw std::runtime_error("negative");
        std::cout << joined(names) << joined(counted(argv[0])) << *sorted.begin() << total << "\\n";
      } catch (const std::exception &error) {
        std::cerr << error.what() << "\\n";
        return 2;
      }
      return 0;
    }

    """

  /// What its standard library has is compiled for it anew, or comes with its own line programs.
  static let rust = """
    use std::collections::{BTreeMap, BinaryHeap, VecDeque};
    use std::fmt;
    use std::rc::Rc;
    #[derive(Debug, Clone, PartialEq)]
    pub enum Shape { Box { w: i64, h: i64 }, Dot, Ring(i64), Group(Vec<Rc<Shape>>) }
    impl fmt::Display for Shape {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            match self {
                Shape::Box { w, h } => write!(f, "{}x{}", w, h),
                Shape::Dot => write!(f, "."),
                Shape::Ring(r) => write!(f, "({:>4})", r),
                Shape::Group(shapes) => {
                    for (index, shape) in shapes.iter().enumerate() {
                        if index > 0 { write!(f, ", ")?; }
                        write!(f, "{}", shape)?;
                    }
                    Ok(())
                }
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
            Shape::Group(inner) => total(&inner.iter().map(|s| (**s).clone()).collect::<Vec<_>>()),
        }).sum()
    }
    pub fn numbers(text: &str) -> Result<Vec<f64>, std::num::ParseFloatError> {
        text.split(|c: char| c.is_whitespace() || c == ',').filter(|s| !s.is_empty())
            .map(|s| s.parse::<f64>()).collect()
    }
    pub fn main() {
        let words: Vec<String> = std::env::args().collect();
        let inner = vec![Rc::new(Shape::Dot), Rc::new(Shape::Ring(words.len() as i64))];
        let shapes = vec![Shape::Box { w: 2, h: 3 }, Shape::Group(inner)];
        let names: Vec<String> = shapes.iter().map(|s| s.to_string()).collect();
        let mut heap: BinaryHeap<usize> = words.iter().map(|w| w.len()).collect();
        let mut queue: VecDeque<usize> = VecDeque::new();
        while let Some(length) = heap.pop() { queue.push_front(length); }
        println!("{:?} {:?} {} {:?} {:?}", index(&words), total(&shapes), names.join(" "), queue,
            numbers("1.5, 2 3e4"));
    }

    """
}

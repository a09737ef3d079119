// A C++ program of many template instances, for debug information of another kind than Go's: much of
// it inlined, functions in COMDAT groups and parts, long names. It does nothing of use.
#include <algorithm>
#include <cstdio>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <numeric>
#include <optional>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <tuple>
#include <unordered_map>
#include <utility>
#include <variant>
#include <vector>

template <int N> struct Key {
  std::string name;
  int number = N;
  bool operator<(const Key &other) const {
    return std::tie(name, number) < std::tie(other.name, other.number);
  }
  bool operator==(const Key &other) const { return name == other.name && number == other.number; }
};

template <int N> struct Hash {
  size_t operator()(const Key<N> &key) const {
    return std::hash<std::string>()(key.name) * 31 + key.number + N;
  }
};

template <int N> using Value = std::variant<int, std::string, std::vector<Key<N>>, double>;

template <int N> struct Store {
  std::map<Key<N>, Value<N>> ordered;
  std::unordered_map<Key<N>, std::shared_ptr<Value<N>>, Hash<N>> hashed;
  std::deque<std::function<int(const Key<N> &)>> work;
  std::set<std::pair<Key<N>, int>> seen;

  void add(const std::string &name, int number) {
    Key<N> key{name, number};
    ordered.emplace(key, number % 3 ? Value<N>(number) : Value<N>(name));
    hashed[key] = std::make_shared<Value<N>>(std::vector<Key<N>>{key, {name + "x", N}});
    work.push_back([number, key](const Key<N> &other) { return key == other ? number : N; });
    seen.insert({key, number});
  }

  int sum() const {
    int total = 0;
    for (const auto &[key, value] : ordered) {
      total += std::visit(
        [&](const auto &one) -> int {
          using One = std::decay_t<decltype(one)>;
          if constexpr (std::is_same_v<One, std::string>) return int(one.size());
          else if constexpr (std::is_same_v<One, std::vector<Key<N>>>) return int(one.size() * N);
          else return int(one) + N;
        },
        value);
      for (const auto &job : work) total += job(key);
    }
    return total;
  }

  std::vector<Key<N>> sorted() const {
    std::vector<Key<N>> keys;
    for (const auto &[key, value] : hashed) keys.push_back(key);
    std::sort(keys.begin(), keys.end(), [](const auto &a, const auto &b) {
      return a.number + N < b.number || (a.number == b.number && b.name < a.name);
    });
    std::stable_sort(keys.begin(), keys.end());
    keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
    return keys;
  }
};

template <int N> int run(const std::string &text) {
  Store<N> store;
  static const std::regex words("[a-z]+" + std::to_string(N));
  int count = 0;
  for (auto it = std::sregex_iterator(text.begin(), text.end(), words);
       it != std::sregex_iterator(); ++it)
    store.add(it->str(), count++);
  std::ostringstream out;
  for (const auto &key : store.sorted()) out << key.name << ' ' << key.number + N << '\n';
  std::optional<int> total;
  if (!out.str().empty()) total = store.sum();
  return total.value_or(N);
}

template <int... N> int all(const std::string &text, std::integer_sequence<int, N...>) {
  return (run<N>(text) + ...);
}

int main(int argc, char **argv) {
  std::string text;
  for (int i = 0; i < argc; i++) text += argv[i];
  std::printf("%d\n", all(text, std::make_integer_sequence<int, COUNT>()));
}

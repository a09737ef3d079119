import Foundation
import TestSupport
import Testing

/// Two packages in C whose functions inline others, compiled by clang and gometa and linked to a
/// plugin.
struct InlinedProgram: Sendable, CustomTestStringConvertible {
  var machine: Machine
  var release: String
  /// clang's, for each of the packages: how much debug information, and in what form.
  var debug: [String]
  var level: String
  var isManaged = false

  var testDescription: String {
    "Go \(release) \(machine.rawValue) \(debug.joined(separator: ", ")) \(level)"
      + (isManaged ? ", managed" : "")
  }

  /// The lines matter.
  static let main = """
    typedef long long i64;
    typedef i64 __attribute__((address_space(1))) *P;
    _Noreturn void panicdivide(void) __asm__("runtime.panicdivide");

    static i64 divide(i64 a, i64 b) {
      if (b == 0)
        panicdivide();
      return a / b;
    }

    static i64 mean(P p, i64 n, i64 b) {
      i64 s = 0;
      for (i64 i = 0; i < n; i++)
        s += p[i];
      return divide(s, b);
    }

    static i64 load(P p) {
      return *p;
    }

    static i64 twice(P p) {
      return 2 *
        load(p);
    }

    i64 Mean(P p, i64 n, i64 cap, i64 b) __asm__("example.com/inl.Mean");
    i64 Mean(P p, i64 n, i64 cap, i64 b) {
      i64 m =
        mean(p, n, b);
      return m * 2;
    }

    i64 Twice(P p) __asm__("example.com/inl.(*Pair).Twice");
    i64 Twice(P p) {
      return 5 + twice(
        p);
    }

    i64 Sum(P p) __asm__("example.com/inl.Sum");
    i64 Sum(P p) {
      return Twice(p) + 1;
    }

    """

  /// By Go name, the line on which a function begins.
  static let startLines = [
    "divide": 5, "mean": 11, "load": 18, "twice": 22, "Mean": 28, "(*Pair).Twice": 35, "Sum": 41,
  ]

  static let declarations = """
    package inl // import "example.com/inl"

    type Pair struct{ A, B int }

    func Mean(p []int, b int) int
    func (p *Pair) Twice() int
    func Sum(p *Pair) int

    """

  /// What a loop unrolled, a chain of calls, and calls within calls make of inline trees.
  private static let other = """
    typedef long long i64;
    static i64 divide(i64 a, i64 b) { return b ? a / b : 0; }
    static i64 three(i64 a) { return divide(a, 3) ^ (a << 3); }
    static i64 two(i64 a, i64 b) {
      return three(a) +
        three(b) * divide(
          a, b);
    }
    static i64 one(i64 a) { i64 s = a; for (i64 i = 0; i < 5; i++) s += two(s,
      i); return s; }
    i64 Other(i64 a, i64 b) __asm__("example.com/other.Other");
    i64 Other(i64 a, i64 b) {
      if (a == 7) return 1;
      return one(two(a, one(b)));
    }
    i64 Small(i64 a) __asm__("example.com/other.Small");
    i64 Small(i64 a) { return three(a); }

    """

  private static let otherDeclarations = """
    package other // import "example.com/other"

    func Other(a, b int) int
    func Small(a int) int

    """

  /// Makes the plugin; returns its path.
  func plugin(in folder: TestFolder) throws -> String {
    var objects: [String] = []
    let sources = [
      ("inl", Self.main, Self.declarations), ("other", Self.other, Self.otherDeclarations),
    ]
    for ((name, source, declarations), debug) in zip(sources, debug) {
      let file = try folder.write(source, to: "\(name).c")
      let module = folder.path("\(name).ll")
      try NativeTool.clang.run(
        debug.split(separator: " ").map(String.init) + [
          "--target=\(machine.triple)", "-O1", "-Xclang", "-disable-llvm-passes", "-fPIC", "-S",
          "-emit-llvm", file, "-o", module,
        ])
      if isManaged {
        let text = try String(contentsOfFile: module, encoding: .utf8)
        _ = try folder.write(
          text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            line.hasPrefix("define ")
              ? line.replacingOccurrences(of: " !dbg", with: " gc \"statepoint-example\" !dbg")
              : String(line)
          }.joined(separator: "\n"), to: "\(name).ll")
      }
      let file2 = try folder.write(declarations, to: "\(name).go")
      let object = folder.path("\(name).o")
      try Command.succeed([
        "compile", module, "-o", object, "--declarations", file2, "--go", release, "--target",
        machine.triple, level,
      ])
      objects.append(object)
    }
    let plugin = folder.path("inl.so")
    try Command.link(objects, path: "example.com/inl", to: plugin)
    return plugin
  }
}

import TestSupport
import Testing

/// A plugin with functions, types and variables of all shapes, in a host that stock Go built. Each
/// check of the host is one promise.
@Suite(.serialized)
struct ShapeTests {
  static let checks = [
    "integers", "floats", "strings", "interfaces", "structs", "methods", "results", "many",
    "frames", "chain", "names", "variables", "equality", "goroutines", "kept", "moved", "values",
    "stores",
    "profile", "trace", "panics",
  ]

  @Test("A check of the host passes", arguments: checks, Machine.allCases)
  func check(name: String, machine: Machine) throws {
    let plugin = try Shapes.plugin(machine)
    try Host.shapes(machine).expectSuccess([name, plugin])
  }

  @Test(
    "A check of the host passes with code that is not optimised", arguments: checks,
    Machine.allCases)
  func unoptimized(name: String, machine: Machine) throws {
    let plugin = try Shapes.plugin(machine, level: "-O0")
    try Host.shapes(machine).expectSuccess([name, plugin])
  }

  @Test(
    "A check of the host passes with code optimised less or more",
    arguments: ["results", "many", "frames", "chain", "variables", "panics"],
    [(Machine.x86_64, "-O1"), (.x86_64, "-O3"), (.aarch64, "-O1"), (.aarch64, "-O3")])
  func levels(name: String, build: (machine: Machine, level: String)) throws {
    let plugin = try Shapes.plugin(build.machine, level: build.level)
    try Host.shapes(build.machine).expectSuccess([name, plugin])
  }

  @Test("GNU ld links a plugin, too", arguments: Machine.allCases)
  func gnuLinker(machine: Machine) throws {
    let folder = try TestFolder()
    let object = try Shapes.module.compile(in: folder, for: machine)
    let plugin = folder.path("out.so")
    try Command.succeed(
      [
        "link", "--linker", machine.binutil("ld"), "--plugin", "example.com/shapes", "-o", plugin,
        object,
      ])
    for check in ["names", "variables", "equality", "panics"] {
      try Host.shapes(machine).expectSuccess([check, plugin])
    }
  }

  @Test("A plugin does not need its symbol table", arguments: Machine.allCases)
  func stripped(machine: Machine) throws {
    let folder = try TestFolder()
    let plugin = folder.path("out.so")
    try Tool.run(
      machine.binutil("strip"), ["--strip-all", try Shapes.plugin(machine), "-o", plugin])
    for check in ["names", "variables", "methods", "panics"] {
      try Host.shapes(machine).expectSuccess([check, plugin])
    }
  }

  @Test(
    "What the collector may not free is not overwritten",
    arguments: ["strings", "variables", "equality", "goroutines", "kept", "panics", "stores"],
    Machine.allCases)
  func collector(name: String, machine: Machine) throws {
    let plugin = try Shapes.plugin(machine)
    let environment = [
      "GODEBUG": "clobberfree=1", "GOGC": machine == .x86_64 ? "1" : "20",
    ]
    try Host.shapes(machine).expectSuccess([name, plugin], environment: environment)
  }

  @Test("The collector's second marking agrees with the first", arguments: Machine.allCases)
  func checkmark(machine: Machine) throws {
    let plugin = try Shapes.plugin(machine)
    try Host.shapes(machine).expectSuccess(
      ["variables", plugin], environment: ["GODEBUG": "gccheckmark=1"])
  }

  @Test("arm64 passes and returns eight integers and eight floats in registers")
  func eightOfEach() throws {
    let folder = try TestFolder()
    let plugin = try Self.wide.plugin(in: folder, for: .aarch64)
    try Host.shapes(.aarch64).expectSuccess(["wide", plugin])
  }

  private static let wide = {
    let integers = (0..<8).map { "i64 %i\($0)" }
    let floats = (0..<8).map { "double %f\($0)" }
    let type =
      "{ "
      + ([String](repeating: "i64", count: 8) + [String](repeating: "double", count: 8))
      .joined(separator: ", ") + " }"
    var lines: [String] = []
    var last = "poison"
    for (index, value) in (integers.reversed() + floats.reversed()).enumerated() {
      lines.append("  %r\(index) = insertvalue \(type) \(last), \(value), \(index), LN(2)")
      last = "%r\(index)"
    }
    return IRModule(
      declarations: [
        "func Reverse(a, b, c, d, e, f, g, h int, s, t, u, v, w, x, y, z float64) "
          + "(int, int, int, int, int, int, int, int, "
          + "float64, float64, float64, float64, float64, float64, float64, float64)"
      ],
      code: """
        define \(type) @{Reverse}(\((integers + floats).joined(separator: ", "))) FN(1) {
          %local = alloca [4096 x i64], align 8
          %at = getelementptr [4096 x i64], ptr %local, i64 0, i64 9
          store volatile i64 %i7, ptr %at, align 8, LN(1)
        \(lines.joined(separator: "\n"))
          ret \(type) \(last), LN(2)
        }
        """)
  }()
}

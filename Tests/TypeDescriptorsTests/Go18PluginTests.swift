import GoRelease
import GoTypes
import Symbols
import Testing
import TypeDescriptors

/// The plugin plug.go.txt, whose compile made the symbols of plugin.jsonl.
struct Go18Plugin {
  static let package = Package(path: "main", name: "main")
  /// Its declarations, and one that cgo adds.
  static let declarations = """
    type T struct { A int32 `json:"a"`; b string; *E; F }
    type E struct { X, Y int }
    type F struct { Z *int }
    func (t T) Hello(n int) string
    func (t *T) Ptr() error
    func (t *T) unexp(s ...string)
    type I interface { Hello(n int) string; unexp(s ...string) }
    type Named int
    var V int
    var S string
    var Map map[string]*T
    var Big [200]struct { P *int; N [100]int }
    var Iface I
    var Chan chan<- int
    var Fn func(int, ...string) (bool, error)
    var unexported int
    func Func(a int, b string) (T, error)
    func unexpFunc()
    func main()
    type _Ctype_void [0]byte
    """

  let vectors: [String: Go18Vectors.Symbol]
  let set: DescriptorSet
  let table: PluginTable
  /// Everything that is written, by name.
  let ours: [String: Symbol]

  static let shared = Result { try Go18Plugin() }

  private init() throws {
    // The go command shows `_Ctype_` as `C.` in what the compiler lists.
    let vectors = try Go18Vectors(
      file: "plugin.jsonl.gz",
      replacing: [("\\\"\\\".", "main."), ("main.C.void", "main._Ctype_void")])
    var universe = Universe(
      language: LanguageVersion(major: 1, minor: 8), layoutRules: GoRelease.go1_8.typeRules.layout)
    try universe.declare([Self.declarations], in: Self.package)

    var decoder = Go18Decoder(vectors.symbols)
    var builder = DescriptorBuilder(
      universe: universe, release: .go1_8, definedPackages: [Self.package.path])
    for vector in vectors.symbols
    where vector.sym.hasPrefix("type.") && !vector.sym.hasPrefix("type..") {
      builder.require(try decoder.type(vector.sym))
    }
    try builder.requireItab(
      of: try universe.parseType("*T", in: Self.package),
      for: try universe.parseType("I", in: Self.package))
    let exports = PluginTable.exports(of: Self.package.path, in: universe)
    let table = builder.pluginTable(exports)
    self.table = try #require(table)
    set = try builder.build()

    self.vectors = Dictionary(
      vectors.symbols.map { ($0.sym, $0) }, uniquingKeysWith: { first, _ in first })
    let parts = set.names + set.masks + set.algorithmTables + set.itabs + set.itabLinks
    let symbols = set.descriptors.map(\.symbol) + parts + [self.table.tabs, self.table.exports]
    ours = Dictionary(symbols.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
  }
}

@Suite struct Go18PluginTests {
  private let plugin: Go18Plugin

  init() throws { plugin = try Go18Plugin.shared.get() }

  /// Checks every symbol with a prefix, and how many there are.
  private func check(_ prefixes: [String], count: Int, except: Set<String> = []) {
    let vectors = plugin.vectors.values.filter { vector in
      prefixes.contains { vector.sym.hasPrefix($0) } && !vector.sym.hasSuffix("·f")
        && !except.contains(vector.sym)
    }
    #expect(vectors.count == count)
    for vector in vectors {
      guard let symbol = plugin.ours[vector.sym] else {
        Issue.record("no \(vector.sym)")
        continue
      }
      let difference = vector.difference(from: symbol) { _, _ in false }
      #expect(difference == nil, "\(vector.sym)")
    }
  }

  @Test func descriptorsAreTheCompilers() {
    let descriptors = plugin.vectors.keys.filter {
      $0.hasPrefix("type.") && !$0.hasPrefix("type..")
    }
    #expect(descriptors.count == 71)
    check(descriptors, count: descriptors.count)
  }

  /// The compiler also writes the paths of imported packages, which nothing refers to.
  @Test func namesAndPathsAreTheCompilers() {
    check(
      ["type..namedata.", "type..importpath."], count: 71,
      except: Set(["fmt", "runtime/cgo", "syscall", "unsafe"].map { "type..importpath.\($0)." }))
  }

  @Test func pointerMasksAndProgramsAreTheCompilers() {
    check(["runtime.gcbits.", "type..gcprog."], count: 9)
  }

  @Test func algorithmTablesAndTheirClosuresAreTheCompilers() {
    check(["type..alg", "type..hashfunc", "type..eqfunc"], count: 15)
  }

  @Test func itabsAndTheirLinksAreTheCompilers() {
    check(["go.itab"], count: 2)
  }

  @Test func thePluginTablesAreTheCompilers() {
    check(["go.plugin."], count: 2)
  }

  @Test func everythingElseIsOfPredeclaredTypes() {
    let others = plugin.ours.keys.filter { plugin.vectors[$0] == nil }
    let basics = Set(BasicKind.allCases.map(\.rawValue) + ["error", "Error", "unsafe.Pointer"])
    for name in others {
      let base = name.drop { $0 != "." }.drop { ".*".contains($0) }
      let text = base.hasPrefix("namedata.") ? base.dropFirst(9).drop { $0 == "*" } : base
      let isMask = name.hasPrefix("runtime.gcbits.")
      #expect(
        isMask || basics.contains(String(text.hasSuffix(".") ? text.dropLast() : text)), "\(name)")
    }
  }
}

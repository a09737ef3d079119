import GoRelease
import GoTypes
import Symbols
import Testing

@testable import TypeDescriptors

/// Rules of Go 1.2's compiler (cmd/gc: reflect.c, dcl.c, subr.c) that the vectors' program does not
/// reach.
@Suite struct Go12TypeTests {
  private let main = Package(path: "main", name: "main")

  private func set(
    _ declarations: [String], requiring texts: [String] = []
  ) throws -> DescriptorSet {
    let typeRules = GoRelease.go1_2.typeRules
    var universe = Universe(language: typeRules.language, layoutRules: typeRules.layout)
    try universe.declare(declarations, in: main)
    var builder = DescriptorBuilder(
      universe: universe, release: .go1_2, definedPackages: ["main"])
    for type in universe.typeDeclarations(in: "main") { builder.require(.named(type.name)) }
    for text in texts { builder.require(try universe.parseType(text, in: main)) }
    return try builder.build()
  }

  private func symbol(_ name: String, in set: DescriptorSet) throws -> Symbol {
    let all = set.descriptors.map(\.symbol) + set.names + set.programs + set.algorithmTables
    return try #require(all.first { $0.name == name })
  }

  private func targets(_ symbol: Symbol, from offset: Int) -> [String] {
    symbol.relocations.filter { $0.offset >= offset }.map(\.target)
  }

  /// An interface passes its data word whole, so a value shorter than that has a function of its
  /// own for interfaces (dcl.c, `methodsym`).
  @Test func interfacesCallShortValuesByAFunctionOfTheirOwn() throws {
    let set = try set(["type B bool; func (B) M()", "type E struct{}; func (E) N()"])
    let descriptor = try symbol("type.main.B", in: set)
    #expect(targets(descriptor, from: 96 + 32) == ["main.B.M·i", "main.B.M"])
    let wrappers = set.wrappers.map { "\($0.symbol) \($0.padding)" }
    #expect(
      wrappers == ["main.(*B).M 0", "main.(*E).N 0", "main.B.M·i 7", "main.E.N·i 8"])
  }

  /// The package that is compiled has an empty path, which `sigcmp` compares (reflect.c; lex.c,
  /// `localpkg`).
  @Test func ownMethodsComeBeforeThoseOfOtherPackages() throws {
    let typeRules = GoRelease.go1_2.typeRules
    var universe = Universe(language: typeRules.language, layoutRules: typeRules.layout)
    try universe.declare(["type I interface { m() }"], in: Package(path: "a/q", name: "q"))
    try universe.declare(["type J interface { q.I; m(int) }"], in: main)
    var builder = DescriptorBuilder(universe: universe, release: .go1_2, definedPackages: ["main"])
    builder.require(try universe.parseType("J", in: main))
    let descriptor = try symbol("type.main.J", in: try builder.build())
    #expect(
      targets(descriptor, from: 80).filter { $0.hasPrefix("type.func") }
        == ["type.func(int)", "type.func()"])
  }

  @Test func interfacesCallLongValuesByAddress() throws {
    let set = try set(["type S struct { a, b int }; func (S) M(); func (*S) P()"])
    #expect(set.wrappers.map(\.symbol) == ["main.(*S).M"])
    let descriptor = try symbol("type.*main.S", in: set)
    #expect(
      targets(descriptor, from: 64 + 40).filter { $0.hasPrefix("main.") }
        == ["main.(*S).M", "main.(*S).M", "main.(*S).P", "main.(*S).P"])
  }

  /// The descriptor of a defined pointer type refers to its pointer type weakly, and yet nobody
  /// else can define that one (reflect.c, `dumptypestructs`).
  @Test func pointersToDefinedPointersAreWritten() throws {
    let set = try set(["type P *int"])
    #expect(targets(try symbol("type.main.P", in: set), from: 48).first == "go.weak.type.*main.P")
    #expect(targets(try symbol("type.*main.P", in: set), from: 56).first == "type.main.P")
  }

  /// An embedded predeclared type bears the package being compiled, though another package wrote
  /// the struct (reflect.c, `dtypesym`, the case of TSTRUCT).
  @Test func embeddedPredeclaredTypesBearThePackageBeingCompiled() throws {
    let typeRules = GoRelease.go1_2.typeRules
    var universe = Universe(language: typeRules.language, layoutRules: typeRules.layout)
    try universe.declare(
      ["type S struct { int; error; b int }"], in: Package(path: "other/q", name: "q"))
    try universe.declare(["type C q.S"], in: main)
    var builder = DescriptorBuilder(universe: universe, release: .go1_2, definedPackages: ["main"])
    builder.require(try universe.parseType("C", in: main))
    let paths = targets(try symbol("type.main.C", in: try builder.build()), from: 80)
      .filter { $0.hasPrefix("go.importpath.") }
    #expect(
      paths == [
        "go.importpath.main.", "go.importpath.main.", "go.importpath.other/q.",
        "go.importpath.main.",
      ])
  }

  @Test func namedInterfacesHaveFunctionsOfTheirMethods() throws {
    let set = try set(["type I interface { M(); error }"])
    #expect(set.wrappers.map(\.symbol) == ["main.I.Error", "main.I.M"])
    #expect(
      set.wrappers.allSatisfy { $0.receiver == .named(TypeName(packagePath: "main", name: "I")) })
  }

  @Test func methodsOfLocalTypesKeepTheNumber() throws {
    let set = try set(["type T int; func (T) M()", "type L·2 struct { T; n int }"])
    #expect(set.wrappers.contains { $0.symbol == "main.(*L·2).M" && $0.entry.path == [0] })
    let descriptor = try symbol("type.main.L·2", in: set)
    #expect(targets(descriptor, from: 80).contains("go.string.\"L\""))
  }

  @Test func hiddenMethodsAreNotListed() throws {
    let set = try set(["type T int\n//go:nointerface\nfunc (T) M()\nfunc (T) N()"])
    let descriptor = try symbol("type.main.T", in: set)
    #expect(descriptor.bytes.count == 96 + 48)
    #expect(!targets(descriptor, from: 0).contains("go.string.\"M\""))
  }

  @Test func methodsAreSortedByTheirBytesAlone() throws {
    let set = try set(["type T int; func (T) Éa(); func (T) b(); func (T) B()"])
    let descriptor = try symbol("type.main.T", in: set)
    let names = stride(from: 96, to: descriptor.bytes.count, by: 48).compactMap { offset in
      descriptor.relocations.first { $0.offset == offset }?.target
    }
    #expect(names == ["go.string.\"B\"", "go.string.\"b\"", "go.string.\"Éa\""])
  }

  /// `[8]K` has no alignment where only a map made it, and its own where the program has it.
  @Test(
    arguments: [([], 0), (["[8]string"], 8), (["*[8]string"], 8)] as [([String], UInt8)])
  func arraysOfMapsHaveNoAlignmentOfTheirOwn(others: [String], alignment: UInt8) throws {
    let array = try symbol("type.[8]string", in: set([], requiring: ["map[string]int"] + others))
    #expect(array.bytes[13...14] == [alignment, alignment])
    let reversed = try set([], requiring: others + ["map[string]int"])
    #expect(try symbol("type.[8]string", in: reversed) == array)
  }

  @Test func unexportedFieldsOfTwoPackagesShareASymbol() throws {
    let typeRules = GoRelease.go1_2.typeRules
    var universe = Universe(language: typeRules.language, layoutRules: typeRules.layout)
    let other = Package(path: "other", name: "other")
    try universe.declare(["var V struct { x int }"], in: main)
    try universe.declare(["var V struct { x int }"], in: other)
    var builder = DescriptorBuilder(
      universe: universe, release: .go1_2, definedPackages: ["main", "other"])
    for variable in universe.variables { builder.require(variable.type) }
    let set = try builder.build()
    #expect(
      set.descriptors.map(\.symbol.name).filter { $0.contains("struct") } == [
        "type.struct { x int }"
      ])
  }

  @Test func predeclaredTypesAreTheRuntimes() throws {
    let own = try set([], requiring: ["int", "*string", "error", "[]int"])
    #expect(own.descriptors.map(\.symbol.name) == ["type.[]int"])

    let rules = GoRelease.go1_2.typeRules
    var universe = Universe(language: rules.language, layoutRules: rules.layout)
    try universe.declare([], in: Package(path: "runtime", name: "runtime"))
    var builder = DescriptorBuilder(
      universe: universe, release: .go1_2, definedPackages: ["runtime"])
    builder.requireRuntimeTypes()
    let set = try builder.build()
    let names = Set(set.descriptors.map(\.symbol.name))
    #expect(
      names.isSuperset(of: [
        "type.bool", "type.*bool", "type.complex128", "type.unsafe.Pointer", "type.*unsafe.Pointer",
        "type.error", "type.*error", "type.func(error) string", "type.*uintptr",
      ]))
    #expect(names.count == 2 * 18 + 2 + 2)
    #expect(
      Set(set.names.map(\.name)).isSuperset(of: ["go.importpath.runtime.", "go.importpath.main."]))
    for descriptor in set.descriptors {
      #expect(
        (descriptor.symbol.binding == .weak) == descriptor.string.hasPrefix("func"),
        "\(descriptor.string)")
    }
  }

  @Test func typesOfOtherPackagesAreReferredToOnly() throws {
    let typeRules = GoRelease.go1_2.typeRules
    var universe = Universe(language: typeRules.language, layoutRules: typeRules.layout)
    try universe.declare(["type T int; func (T) M()"], in: Package(path: "a", name: "a"))
    var builder = DescriptorBuilder(universe: universe, release: .go1_2, definedPackages: ["main"])
    builder.require(try universe.parseType("*a.T", in: main))
    builder.require(try universe.parseType("[]*a.T", in: main))
    #expect(try builder.build().descriptors.map(\.symbol.name) == ["type.[]*a.T"])
  }

  @Test func stringsHaveTheirLengthAndEndInNUL() throws {
    let set = try set(["type Exactly8 int"])
    let name = try symbol("go.string.\"Exactly8\"", in: set)
    #expect(name.bytes.count == 32)
    #expect(
      Array(name.bytes[8...]) == [8, 0, 0, 0, 0, 0, 0, 0] + Array("Exactly8".utf8)
        + [UInt8](repeating: 0, count: 8))
    #expect(
      name.relocations == [
        Relocation(offset: 0, kind: .address, target: name.name, addend: 16)
      ])
    #expect(name.binding == .weak)
    let path = try symbol("go.importpath.main.", in: set)
    #expect(path.bytes == [UInt8](repeating: 0, count: 8) + [4, 0, 0, 0, 0, 0, 0, 0])
    #expect(
      path.relocations == [
        Relocation(offset: 0, kind: .address, target: "go.string.\"main\"", addend: 16)
      ])
  }

  @Test func trackedFieldsHaveSymbolsThatUsesReferTo() throws {
    let rules = GoRelease.go1_2.typeRules
    var universe = Universe(language: rules.language, layoutRules: rules.layout)
    try universe.declare(["type T struct{}"], in: main)
    let builder = DescriptorBuilder(universe: universe, release: .go1_2, definedPackages: ["main"])
    func field(_ name: String, _ tag: String) -> StructType.Field {
      StructType.Field(name: name, packagePath: "main", type: .basic(.int), tag: tag)
    }
    let type = GoType.named(TypeName(packagePath: "main", name: "T"))
    let tracked = field("F", "x:\"1\" go:\"track\"")
    #expect(try builder.trackSymbol(of: tracked, in: type) == "go.track.main.T.F")
    #expect(try builder.trackSymbol(of: field("F", "go:\"tracks\""), in: type) == nil)
    #expect(throws: DescriptorError.untrackable(type: "main.T", field: "f")) {
      try builder.trackSymbol(of: field("f", "go:\"track\""), in: type)
    }
    #expect(throws: DescriptorError.untrackable(type: "struct {}", field: "F")) {
      try builder.trackSymbol(of: tracked, in: .structure(StructType(fields: [])))
    }
  }

  @Test func anAlignmentThatIsNoPowerOfTwoIsRefused() throws {
    var rules = GoRelease.go1_2.typeRules.layout
    rules.complex64Alignment = 3
    let universe = Universe(layoutRules: rules)
    let type = try universe.parseType("[2]complex64", in: main)
    var builder = DescriptorBuilder(universe: universe, release: .go1_2, definedPackages: ["main"])
    let error = #expect(throws: DescriptorError.self) {
      _ = try builder.descriptor(of: .type(type))
    }
    #expect(error == .invalidAlignment(type: "[2]complex64", alignment: 3))
    #expect(error?.description == "type [2]complex64: its alignment, 3, is no power of two")
  }

  /// Sizes and offsets are computed when types are declared, and would be another release's.
  @Test func typesLaidOutByOtherRulesAreRefused() throws {
    let universe = Universe()
    var builder = DescriptorBuilder(universe: universe, release: .go1_2, definedPackages: ["main"])
    builder.require(try universe.parseType("[2]complex64", in: main))
    let error = #expect(throws: DescriptorError.self) { try builder.build() }
    #expect(error == .otherLayout(release: "1.2"))
    #expect(error?.description.contains("\n") == false)
  }
}

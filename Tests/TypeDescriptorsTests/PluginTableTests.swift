import GoRelease
import GoTypes
import Symbols
import Testing
import TypeDescriptors

@Suite struct PluginTableTests {
  private static let package = Package(path: "example.com/p", name: "main")

  private func builder(
    _ declarations: [String]
  ) throws -> (builder: DescriptorBuilder, exports: [PluginTable.Export]) {
    var universe = Universe()
    try universe.declare(
      ["func Elsewhere()"], in: Package(path: "example.com/other", name: "other"))
    try universe.declare(declarations, in: Self.package)
    let builder = DescriptorBuilder(
      universe: universe, release: .go1_8, definedPackages: [Self.package.path])
    return (builder, PluginTable.exports(of: Self.package.path, in: universe))
  }

  @Test func exportedFunctionsAndVariablesAloneStandInSourceOrder() throws {
    let exports = try builder([
      "func Zebra(n int) string", "type Type int", "var beta, Alpha int", "func (t Type) Method()",
      "func main()", "func init()", "func aardvark()", "var Beta Type", "func _()", "var _ int",
      "func Été()", "func élan()",
    ]).exports
    #expect(exports.map(\.name) == ["Zebra", "Alpha", "Beta", "Été"])
    #expect(
      exports.map(\.symbol)
        == ["Zebra", "Alpha", "Beta", "Été"].map { "example.com/p.\($0)" })
  }

  /// A function's own type, and a pointer to a variable's, even where that is a function.
  @Test func variablesAreFoundByPointer() throws {
    let exports = try builder(["func F()", "var G func()", "var P *int"]).exports
    #expect(
      exports.map(\.type) == [
        .function(Signature()), .pointer(.function(Signature())),
        .pointer(.pointer(.basic(.int))),
      ])
  }

  @Test func aPackageWithoutExportsHasNoTable() throws {
    var (builder, exports) = try builder(["func main()", "type T int"])
    #expect(exports.isEmpty)
    #expect(builder.pluginTable(exports) == nil)
  }

  @Test func theTypesOfExportsAreDescribed() throws {
    var (builder, exports) = try builder(["var M map[string]int", "func F() [3]bool"])
    let table = builder.pluginTable(exports)
    let set = try builder.build()
    let targets = try #require(table).tabs.relocations.map(\.target)
    let names = Set((set.descriptors.map(\.symbol) + set.names).map(\.name))
    #expect(names.isSuperset(of: targets), "\(targets)")
    #expect(targets.count == 4)
  }
}

import GoRelease
import MachineCode
import TestSupport
import Testing

@testable import TypeReading

/// A module of Go 1.8 whose moduledata leads to the types that its compiler wrote.
@Suite struct ModuleDataTests {
  private static let linked: [DataModule.Form] = [.program, .stripped, .shared]

  private func tables(_ form: DataModule.Form, _ machine: DataModule.Machine) throws -> TypeTables {
    var vectors = try Go18Vectors("go1.8/plugin.jsonl.gz")
    vectors.addModuleData(path: "\"\"")
    let file = try ObjectFile(vectors.module.bytes(machine, form))
    return try TypeTables(TypeImage(file), release: .go1_8)
  }

  @Test(
    "Every type that the typelinks lead to is read", arguments: linked,
    DataModule.Machine.allCases)
  func types(form: DataModule.Form, machine: DataModule.Machine) throws {
    let tables = try tables(form, machine)
    var reader = tables.reader
    #expect(try tables.typelinks().count == 71)
    let strings = Set(try tables.types(&reader).compactMap { $0.string?.text })
    let expected = [
      "main.T", "*main.T", "main.I", "func(*main.T) error", "[200]struct { P *int; N [100]int }",
    ]
    #expect(strings.isSuperset(of: expected))
  }

  @Test("Without symbols a type is what its descriptor says")
  func stripped() throws {
    let tables = try tables(.stripped, .x86_64)
    var reader = tables.reader
    let types = try tables.types(&reader)
    let type = try #require(types.first { $0.string?.text == "main.T" })
    #expect(type.symbol == nil)
    guard case .structure(let path, _, let fields) = type.body else {
      Issue.record("main.T is no struct")
      return
    }
    #expect(path?.text == "main")
    #expect(fields.map(\.name?.text) == ["A", "b", "", ""])
    #expect(fields.first?.tag?.text == "json:\"a\"")
    #expect(fields.map(\.offset) == [0, 8, 24, 32])
    #expect(type.uncommon?.methods.map(\.name?.text) == ["Hello"])
  }

  @Test("The exports are those of the plugin table", arguments: linked)
  func exports(form: DataModule.Form) throws {
    let tables = try tables(form, .x86_64)
    var reader = tables.reader
    let exports = try tables.exports(&reader)
    #expect(exports.map(\.name?.text) == ["V", "S", "Map", "Big", "Iface", "Chan", "Fn", "Func"])
    let last = try reader.descriptor(at: try #require(exports.last?.type?.address))
    #expect(last.string?.text == "func(int, string) (main.T, error)")
    #expect(try tables.pluginPath() == "\"\"")
  }

  @Test("The itabs are those of the itab table", arguments: linked)
  func itabs(form: DataModule.Form) throws {
    let tables = try tables(form, .x86_64)
    var reader = tables.reader
    let itabs = try tables.itabs(&reader)
    #expect(itabs.count == 1)
    let interface = try reader.descriptor(at: try #require(itabs.first?.interface?.address))
    #expect(interface.string?.text == "main.I")
    #expect(itabs.first?.functions.count == 2)
  }

  @Test("The pclntab is where moduledata says", arguments: linked)
  func pclntab(form: DataModule.Form) throws {
    let tables = try tables(form, .x86_64)
    let range = try #require(try tables.pclntab())
    #expect(range.count == 32)
    #expect(
      tables.image.bytes(at: range.lowerBound, count: 4).map(Array.init) == [0xfb, 255, 255, 255])
  }
}

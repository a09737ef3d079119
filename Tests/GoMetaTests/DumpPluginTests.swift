import Foundation
import TestSupport
import Testing

/// What `gometa dump` says of a plugin that Go 1.8 compiled.
@Suite struct DumpPluginTests {
  private func file(_ form: DataModule.Form, in folder: TestFolder) throws -> String {
    var vectors = try Go18Vectors("go1.8/plugin.jsonl.gz")
    vectors.addModuleData(path: "example.com/plug")
    return try DumpTypeTests.file(try vectors.module.bytes(.x86_64, form), in: folder)
  }

  @Test(
    "Exports are shown with their types, and the release is found in the file",
    arguments: [DataModule.Form.program, .stripped, .shared])
  func exports(form: DataModule.Form) throws {
    let folder = try TestFolder()
    let records = try DumpTypeTests.records([try file(form, in: folder)])
    let exports = try #require(records["export"])
    #expect(
      exports.map { $0["name"] as? String }
        == ["V", "S", "Map", "Big", "Iface", "Chan", "Fn", "Func"])
    #expect(exports.last?["string"] as? String == "func(int, string) (main.T, error)")
    #expect(records["package"]?.first?["path"] as? String == "example.com/plug")
    #expect(records["package"]?.first?["go"] as? String == "1.8")
    #expect(records["typelink"]?.count == 71)
    #expect(records["itab"]?.count == 1)
  }

  @Test("A selection shows its own records and no others")
  func selection() throws {
    let folder = try TestFolder()
    let path = try file(.stripped, in: folder)
    for (option, kinds) in [
      ("--exports", ["export"]), ("--types", ["itab", "type", "typelink"]),
      ("--gc", ["gcprogram"]),
    ] {
      let records = try DumpTypeTests.records([option, path])
      #expect(records.keys.sorted() == kinds, "\(option)")
    }
  }

  @Test("A struct is shown field by field, in text as in JSON")
  func fields() throws {
    let folder = try TestFolder()
    let path = try file(.stripped, in: folder)
    let types = try #require(try DumpTypeTests.records(["--types", path])["type"])
    let type = try #require(types.first { $0["string"] as? String == "main.T" })
    let description = try #require(type["desc"] as? TypeVectors.Record)
    let fields = try #require(description["fields"] as? [TypeVectors.Record])
    #expect(fields.map { $0["name"] as? String } == ["A", "b", "", ""])
    #expect(fields.first?["tag"] as? String == "json:\"a\"")
    let text = try Command.succeed(["dump", "--types", path])
    #expect(text.contains("type main.T: 40 bytes, 40 with pointers, 1 methods, hash 0x"))
    #expect(text.contains("  field embedded *main.E at 24"))
  }

  @Test("A program of bits is shown by its instructions")
  func bits() throws {
    let folder = try TestFolder()
    let text = try Command.succeed(["dump", "--gc", try file(.program, in: folder)])
    // 101 words, of which the first is a pointer, 200 times.
    #expect(text.contains("LITERAL 2 10, REPEAT 1 99, REPEAT 101 199, END"))
  }
}

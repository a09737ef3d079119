import Foundation
import TestSupport
import Testing

/// What `gometa dump --json` says of descriptors that Go's own compilers wrote.
@Suite struct DumpTypeTests {
  typealias Record = TypeVectors.Record

  /// The records of a dump, by their kind.
  static func records(_ arguments: [String]) throws -> [String: [Record]] {
    let output = try Command.succeed(["dump", "--json"] + arguments)
    let records = try output.split(separator: "\n").map { line in
      try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? Record)
    }
    return Dictionary(grouping: records) { $0["record"] as? String ?? "" }
  }

  static func file(_ bytes: [UInt8], in folder: TestFolder) throws -> String {
    try Data(bytes).write(to: folder.url.appendingPathComponent("file"))
    return folder.path("file")
  }

  private func same(_ left: Any?, _ right: Any?) -> Bool {
    NSDictionary(dictionary: ["value": left ?? NSNull()])
      .isEqual(to: ["value": right ?? NSNull()])
  }

  @Test(
    "A type of Go 1.2 has the header, the description, the methods and the program of the vectors",
    arguments: DataModule.Machine.allCases, [DataModule.Form.object, .program])
  func go1_2(machine: DataModule.Machine, form: DataModule.Form) throws {
    let vectors = try Go12Vectors()
    let folder = try TestFolder()
    var module = vectors.module
    if form == .program { module.defineSmallTypes(kindOffset: 15, size: 56) }
    let path = try Self.file(
      try module.bytes(machine, form, sizes: ["runtime.algarray": 704]), in: folder)
    let records = try Self.records(["--types", "--go", "1.2", path])
    let types = Dictionary(
      try #require(records["type"]).map { ($0["sym"] as? String ?? "", $0) },
      uniquingKeysWith: { first, _ in first })
    for expected in vectors.types {
      let name = try #require(expected["sym"] as? String)
      let type = try #require(types[name], "\(name)")
      #expect(same(type["string"], expected["string"]))
      #expect(same(type["stringSym"], expected["stringSym"]))
      #expect(same(type["symsize"], expected["symsize"]), "\(name)")
      #expect(same(type["desc"], expected["desc"]), "\(name)")
      #expect(same(type["uncommon"], expected["uncommon"]), "\(name)")
      var header = try #require(expected["header"] as? Record)
      // What the linker made of the reference is another matter; the padding is not shown.
      header["ptrToThis"] = header.removeValue(forKey: "ptrToThisRef")
      header["unused"] = nil
      #expect(same(type["header"], header), "\(name)")
      var gc = try #require(expected["gc"] as? Record)
      gc["dupok"] = nil
      #expect(same(type["gc"], gc), "\(name)")
    }
    #expect(vectors.types.count == 624)
    let links = try #require(records["typelink"])
    #expect(links.map { $0["linkSym"] as? String } == vectors.typelinks.map { $0["linkSym"] })
    for (link, expected) in zip(links, vectors.typelinks) {
      #expect(link["type"] as? String == expected["type"])
      // Strings are those of descriptors, which the vectors do not have of all.
      if vectors.types.contains(where: { $0["sym"] as? String == expected["type"] }) {
        #expect(link["string"] as? String == expected["string"])
      }
    }
  }

  @Test("A GC program is shown once: with its type, or alone where no types are shown")
  func programs() throws {
    let vectors = try Go12Vectors(limit: 40)
    let folder = try TestFolder()
    let path = try Self.file(try vectors.module.bytes(.x86_64, .object), in: folder)
    let alone = try Self.records(["--gc", "--go", "1.2", path])
    #expect(alone["gcprogram"]?.count == 40)
    #expect(alone["type"] == nil)
    let all = try Self.records(["--go", "1.2", path])
    #expect(all["gcprogram"] == nil)
    #expect(all["type"]?.count == 40)
    let text = try Command.succeed(["dump", "--gc", "--go", "1.2", path])
    #expect(text.contains("gcprogram type..gc.string: size 16: STRING 0, END"))
  }

  @Test("Every type of Go 1.8 is shown with its own size and kind")
  func go1_8() throws {
    let vectors = try Go18Vectors("go1.8/types.jsonl.gz")
    let folder = try TestFolder()
    let path = try Self.file(try vectors.module.bytes(.arm64, .object), in: folder)
    let records = try Self.records(["--types", "--go", "1.8", path])
    let types = Dictionary(
      try #require(records["type"]).map { ($0["sym"] as? String ?? "", $0) },
      uniquingKeysWith: { first, _ in first })
    for symbol in vectors.symbols {
      let type = try #require(types[symbol.name])
      let header = try #require(type["header"] as? Record)
      let size = symbol.bytes[0..<8].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
      #expect(header["size"] as? UInt64 == size)
      #expect(header["kindByte"] as? Int == Int(symbol.bytes[23]))
      #expect(type["symsize"] as? Int == symbol.bytes.count, "\(symbol.name)")
    }
    #expect(vectors.symbols.count == 6888)
  }
}

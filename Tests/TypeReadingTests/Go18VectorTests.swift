import GoRelease
import MachineCode
import Symbols
import TestSupport
import Testing

@testable import TypeReading

/// Symbols that Go's own compiler of 2017 emitted, put into objects and programs by LLVM and a
/// linker.
@Suite struct Go18VectorTests {
  @Test(
    "A descriptor is read so that writing it again gives its bytes and references",
    arguments: [("go1.8/types.jsonl.gz", 6888), ("go1.8/plugin.jsonl.gz", 71)])
  func descriptors(file: String, count: Int) throws {
    let vectors = try Go18Vectors(file)
    let module = vectors.module
    for object in [try module.object(.x86_64), try module.object(.arm64)] {
      let seen = try check(vectors, TypeImage(object))
      #expect(seen == count)
    }
    let program = try module.program(.x86_64, sizes: ["runtime.algarray": 224])
    #expect(try check(vectors, TypeImage(program)) == count)
  }

  private func check(_ vectors: Go18Vectors, _ image: TypeImage) throws -> Int {
    let tables = try TypeTables(image, release: .go1_8)
    var reader = tables.reader
    var seen = 0
    let isType = vectors.symbols.filter {
      $0.name.hasPrefix("type.") && !$0.name.hasPrefix("type..")
    }
    for symbol in isType {
      let type = try reader.descriptor(of: try #require(image.symbols[symbol.name]))
      let read = Go18Record(
        type, symbol: symbol.name, size: symbol.bytes.count, code: vectors.code)
      let expected = vectors.expected(symbol)
      #expect(read == expected, "\(symbol.name)")
      #expect(type.length == symbol.bytes.count, "\(symbol.name)")
      if let name = type.string?.reference.symbol, let text = vectors.text(name) {
        let hasExtraStar = symbol.bytes[20] & 2 != 0
        #expect(type.string?.text == (hasExtraStar ? String(text.dropFirst()) : text))
      } else {
        Issue.record("\(symbol.name) has no name")
      }
      seen += 1
    }
    return seen
  }

  @Test("Fields and methods have the names and tags that their symbols tell")
  func names() throws {
    let vectors = try Go18Vectors("go1.8/types.jsonl.gz")
    let image = try TypeImage(try vectors.module.object(.x86_64))
    var reader = try TypeTables(image, release: .go1_8).reader
    var fields = 0
    var tags = 0
    for symbol in vectors.symbols {
      let type = try reader.descriptor(of: try #require(image.symbols[symbol.name]))
      var names = type.uncommon?.methods.map(\.name) ?? []
      if case .structure(_, _, let members) = type.body {
        for field in members {
          names.append(field.name)
          if let tag = field.tag?.text, let name = field.name?.reference.symbol {
            #expect(tag == Go18Vectors.contents(name)?.tag)
            tags += 1
          }
        }
      }
      for name in names {
        let symbol = try #require(name?.reference.symbol)
        #expect(name?.text == vectors.text(symbol), "\(symbol)")
        fields += 1
      }
    }
    #expect(fields > 4000)
    #expect(tags > 40)
  }

  @Test("A plugin's tables name its variables and functions with their types")
  func exports() throws {
    let vectors = try Go18Vectors("go1.8/plugin.jsonl.gz")
    for architecture in Architecture.allCases {
      let tables = try TypeTables(
        TypeImage(try vectors.module.object(architecture)), release: .go1_8)
      var reader = tables.reader
      let exports = try tables.exports(&reader)
      // In the order of the source: what is not exported, is no function and no variable, is not
      // there.
      #expect(
        exports.map(\.name?.text) == ["V", "S", "Map", "Big", "Iface", "Chan", "Fn", "Func"])
      #expect(exports.map(\.value?.symbol) == exports.map { "\"\".\($0.name?.text ?? "?")" })
      #expect(exports.prefix(2).map(\.type?.symbol) == ["type.*int", "type.*string"])
      let types = try exports.map { export in
        try reader.descriptor(at: try #require(export.type?.address)).string?.text
      }
      #expect(
        // The first two are the host's: the plugin's object only refers to them.
        types == [
          nil, nil, "*map[string]*main.T",
          "*[200]struct { P *int; N [100]int }", "*main.I", "*chan<- int",
          "*func(int, ...string) (bool, error)", "func(int, string) (main.T, error)",
        ])
    }
  }

  @Test("An itab names its interface and its type, and has room for every method")
  func itabs() throws {
    let vectors = try Go18Vectors("go1.8/plugin.jsonl.gz")
    let tables = try TypeTables(TypeImage(try vectors.module.object(.x86_64)), release: .go1_8)
    var reader = tables.reader
    let itab = try #require(try tables.itabs(&reader).first)
    #expect(itab.symbol == "go.itab.*\"\".T,\"\".I")
    #expect(itab.interface?.symbol == "type.\"\".I")
    #expect(itab.type?.symbol == "type.*\"\".T")
    #expect(itab.functions == [nil, nil])
  }

  @Test("A mask has a bit for each pointer word, a program says it in instructions")
  func bits() throws {
    let vectors = try Go18Vectors("go1.8/plugin.jsonl.gz")
    let image = try TypeImage(try vectors.module.object(.x86_64))
    var reader = try TypeTables(image, release: .go1_8).reader
    var bits: [String: GCBits] = [:]
    for symbol in vectors.symbols
    where symbol.name.hasPrefix("type.") && !symbol.name.hasPrefix("type..") {
      let type = try reader.descriptor(of: try #require(image.symbols[symbol.name]))
      bits[symbol.name] = try reader.bits(of: type)
      // The symbol's own name tells a mask.
      if case .mask(let bytes, let count)? = bits[symbol.name] {
        let digits = bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        #expect(type.header.gcData?.symbol == "runtime.gcbits.\(digits)")
        #expect(count == (type.header.pointerBytes ?? 0) / 8)
      }
    }
    #expect(bits["type.string"] == nil)
    #expect(bits["type.*\"\".T"] == .mask(bytes: [1], bitCount: 1))
    // 101 words of which the first is a pointer, 199 times again, the last time cut short.
    guard case .program(let program)? = bits["type.[200]struct { P *int; N [100]int }"] else {
      Issue.record("no program")
      return
    }
    #expect(program.length == 8)
    #expect(program.instructions.last == .end)
    #expect(program.instructions.first == .literal(count: 2, bits: [1]))
    #expect(program.instructions.count == 4)
  }
}

import GoRelease
import MachineCode
import Symbols
import TestSupport
import Testing

@testable import TypeReading

/// Data that no compiler wrote: an error names the symbol and the place.
@Suite struct MalformedTests {
  typealias Item = DataModule.Item

  /// A descriptor of Go 1.2 of a kind, with what follows the common part.
  private static func type(
    kind: UInt64, size: UInt64 = 8, uncommon: Item = .number(0, bytes: 8), _ rest: [Item] = []
  ) -> [Item] {
    [
      .number(size, bytes: 8), .number(kind << 56 | 0x0808 << 40, bytes: 8),
      .address("runtime.algarray", 160), .address("type..gc.T", 0), .number(0, bytes: 8), uncommon,
      .number(0, bytes: 8),
    ] + rest
  }

  private static func slice(_ target: Item, _ count: UInt64) -> [Item] {
    [target, .number(count, bytes: 8), .number(count, bytes: 8)]
  }

  private static let zero = Item.number(0, bytes: 8)

  struct Case: CustomTestStringConvertible, Sendable {
    var testDescription: String
    var items: @Sendable () -> [Item]
    var message: String
  }

  private static let cases: [Case] = [
    Case(
      testDescription: "a symbol that ends in the common part",
      items: { Array(type(kind: 22).prefix(4)) },
      message: "type.T+0x30: PtrToThis reaches beyond the data that is there"),
    Case(
      testDescription: "a symbol without the kind's part", items: { type(kind: 22) },
      message: "type.T+0x38: Elem reaches beyond the data that is there"),
    Case(
      testDescription: "kind 0", items: { type(kind: 0) },
      message: "type.T+0xf: kind 0 is none of Go 1.2's"),
    Case(
      testDescription: "kind 27", items: { type(kind: 27) },
      message: "type.T+0xf: kind 27 is none of Go 1.2's"),
    Case(
      testDescription: "a number for a pointer",
      items: { type(kind: 22, [.number(0x1234, bytes: 8)]) },
      message: "type.T+0x38: Elem leads to 0x1234, where the file has nothing"),
    Case(
      testDescription: "an address for a number",
      items: { type(kind: 18, [.address("type.int", 0), .address("type.int", 0)]) },
      message: "type.T+0x40: Dir has a relocation of type 1, which such a field cannot have"),
    Case(
      testDescription: "more fields than the symbol has room for",
      items: { type(kind: 25, slice(.address("type.T", 80), 1 << 60)) },
      message:
        "type.T+0x38: an array of 1152921504606846976 fields reaches beyond "
        + "the data that is there"),
    Case(
      testDescription: "fields behind nil", items: { type(kind: 25, slice(zero, 1)) },
      message: "type.T+0x38: fields leads to 0x0, where the file has nothing"),
    Case(
      testDescription: "fields in another file",
      items: { type(kind: 25, slice(.address("elsewhere", 0), 1)) },
      message: "type.T+0x38: fields stand behind elsewhere, which the file does not define"),
    Case(
      testDescription: "uncommon data beyond the symbol",
      items: { type(kind: 2, uncommon: .address("type.T", 56)) },
      message: "type.T+0x38: name reaches beyond the data that is there"),
    Case(
      testDescription: "a variadic byte of 2",
      items: {
        type(
          kind: 19,
          [.number(2, bytes: 8)] + slice(.address("type.T", 112), 0)
            + slice(.address("type.T", 112), 0))
      },
      message: "type.T+0x38: dotdotdot is 2"),
  ]

  @Test("A descriptor that cannot be is refused by symbol and offset", arguments: cases)
  func descriptors(sample: Case) throws {
    var module = DataModule()
    module.define("type.T", sample.items())
    let tables = try TypeTables(TypeImage(try module.object(.x86_64)), release: .go1_2)
    var reader = tables.reader
    let error = #expect(throws: TypeReadError.self) { try tables.types(&reader) }
    #expect(error?.description == sample.message)
  }

  @Test(
    "A program that cannot be is refused by symbol and offset",
    arguments: [
      ([], "type..gc.T+0x8: a GC instruction reaches beyond the data that is there"),
      ([12], "type..gc.T+0x8: GC opcode 12 is none"),
      ([2], "type..gc.T+0x10: an operand of APTR reaches beyond the data that is there"),
      ([4, 0], "type..gc.T+0x8: ARRAY_NEXT closes no ARRAY_START"),
      ([3, 0, 2, 8, 0], "type..gc.T+0x28: END inside 1 open arrays"),
      (
        [1, 0, 64, 0],
        "type..gc.T+0x18: an operand of PTR leads to 0x40, where the file has nothing"
      ),
    ] as [([UInt64], String)])
  func programs(words: [UInt64], message: String) throws {
    var module = DataModule()
    module.define("type..gc.T", ([8] + words).map { .number($0, bytes: 8) })
    let image = try TypeImage(try module.object(.x86_64))
    var reader = TypeReader(image, release: .go1_2)
    let symbol = try #require(image.symbols["type..gc.T"])
    let error = #expect(throws: TypeReadError.self) { try reader.program(of: symbol) }
    #expect(error?.description == message)
  }

  @Test(
    "A program of bits that cannot be is refused by symbol and offset",
    arguments: [
      ([], "prog+0x4: a GC program reaches beyond the data that is there"),
      ([9, 0xff], "prog+0x5: the bits of a GC program reaches beyond the data that is there"),
      ([0x81, 2, 0], "prog+0x4: a GC program repeats 1 bits, but has only 0"),
      (
        [1, 1, 0x81] + [UInt8](repeating: 0xff, count: 10) + [0],
        "prog+0x7: a number of a GC program has no end"
      ),
      ([1, 1, 0], "prog+0x0: its length is 9, but END is its byte 3"),
    ] as [([UInt8], String)])
  func bitPrograms(bytes: [UInt8], message: String) throws {
    var module = DataModule()
    module.define("prog", [.bytes([9, 0, 0, 0] + bytes)])
    let image = try TypeImage(try module.object(.x86_64))
    var reader = TypeReader(image, release: .go1_8)
    let address = try #require(image.symbols["prog"]?.address)
    let error = #expect(throws: TypeReadError.self) {
      try reader.bitProgram(at: address, hasLength: true)
    }
    #expect(error?.description == message)
  }

  @Test("A type that refers to itself is read like any other")
  func cycle() throws {
    var module = DataModule()
    module.define("type.T", Self.type(kind: 22, [.address("type.T", 0)]))
    let tables = try TypeTables(TypeImage(try module.object(.x86_64)), release: .go1_2)
    var reader = tables.reader
    let type = try #require(try tables.types(&reader).first)
    #expect(type.body == .pointer(element: TypeReference(symbol: "type.T", address: type.address)))
  }

  @Test(
    "Damaged files are read or refused, and nothing else",
    arguments: ["go1.2", "go1.8", "go1.8 module"], [DataModule.Form.object, .program, .shared])
  func damaged(vectors: String, form: DataModule.Form) throws {
    let release: GoRelease = vectors == "go1.2" ? .go1_2 : .go1_8
    let bytes: [UInt8]
    if vectors == "go1.2" {
      bytes = try Go12Vectors(limit: 60).module.bytes(.x86_64, form)
    } else {
      var plugin = try Go18Vectors("go1.8/plugin.jsonl.gz")
      if vectors == "go1.8 module" { plugin.addModuleData(path: "example.com/plug") }
      bytes = try plugin.module.bytes(.x86_64, form)
    }
    var random = SplitMix(state: 11)
    var read = 0
    var refused = 0
    for _ in 0..<120 {
      var copy = bytes
      for _ in 0..<(1 + random.next() % 24) {
        let place = Int(random.next() % UInt64(copy.count))
        copy[place] ^= 1 << UInt8(random.next() % 8)
      }
      func attempt(_ body: () throws -> Void) {
        do {
          try body()
          read += 1
        } catch {
          #expect(error is TypeReadError || error is ObjectFileError)
          refused += 1
        }
      }
      attempt {
        let tables = try TypeTables(TypeImage(try ObjectFile(copy)), release: release)
        var reader = tables.reader
        for symbol in tables.typeSymbols {
          attempt { _ = try reader.bits(of: try reader.descriptor(of: symbol)) }
        }
        for symbol in tables.image.symbols.all where symbol.name.hasPrefix("type..gc.") {
          attempt { _ = try reader.program(of: symbol) }
        }
        attempt { _ = try tables.itabs(&reader) }
        attempt { _ = try tables.types(&reader) }
      }
    }
    #expect(read > 1000)
    #expect(refused > 30)
  }
}

/// The generator of Steele, Lea and Flood: the same damage in every run.
private struct SplitMix {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var value = state
    value = (value ^ value >> 30) &* 0xbf58_476d_1ce4_e5b9
    value = (value ^ value >> 27) &* 0x94d0_49bb_1331_11eb
    return value ^ value >> 31
  }
}

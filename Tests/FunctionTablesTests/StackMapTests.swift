import Foundation
import FunctionTables
import TestSupport
import Testing

/// Stack maps as cmd/compile writes them: the `gclocals·` symbols of its listing.
@Suite struct StackMapTests {
  private static let source = """
    package p

    var sink any
    var a1 *int
    var s1 []byte
    var x1 any
    var m1 map[string]int

    //go:noinline
    func call() {}

    //go:noinline
    func Known(a *int, n int, s []byte, x any, m map[string]int) {
      call()
      a1 = a; s1 = s; x1 = x; m1 = m
    }

    func Many(values []string) (result []*string) {
      for _, value := range values {
        var local [70]*string
        local[3] = &value
        call()
        result = append(result, local[:]...)
        defer call()
      }
      return result
    }
    """

  struct Listing {
    /// The bytes of each symbol.
    var symbols: [String: [UInt8]] = [:]
    /// By function: the symbol of its FUNCDATA $0.
    var arguments: [String: String] = [:]

    init() throws {
      let go = try GoToolchain()
      let module = try GoModule(files: ["p.go": StackMapTests.source])
      let text = try go.run(["build", "-gcflags=-S", "p.go"], in: module).errorText
      var current = ""
      for line in text.split(separator: "\n") {
        if !line.hasPrefix("\t") {
          current = String(line.prefix { $0 != " " })
          continue
        }
        let fields = line.split(whereSeparator: { $0 == "\t" || $0 == " " }).map(String.init)
        if let at = fields.firstIndex(of: "FUNCDATA"), at + 2 < fields.count,
          fields[at + 1] == "$0,"
        {
          arguments[current] = String(fields[at + 2].dropLast("(SB)".count))
        }
        if current.hasPrefix("gclocals"), fields.first?.hasPrefix("0x") == true {
          for byte in fields.dropFirst().prefix(16).prefix(while: { $0.count == 2 }) {
            guard let byte = UInt8(byte, radix: 16) else { break }
            symbols[current, default: []].append(byte)
          }
        }
      }
    }
  }

  @Test("A function's pointer arguments are the bits of its map")
  func known() throws {
    let listing = try Listing()
    let symbol = try #require(listing.arguments["command-line-arguments.Known"])
    // a at word 0, n 1, s 2–4, x 5–6, m 7.
    let map = StackMap(bitCount: 8, bitmaps: [[0, 2, 6, 7]])
    let bytes = try #require(listing.symbols[symbol])
    #expect(map.encoded[4...] == bytes[4..<9])
  }

  @Test("Every map of the listing has the form that is written here")
  func form() throws {
    let listing = try Listing()
    #expect(listing.symbols.count >= 4)
    for (name, bytes) in listing.symbols {
      let count = StockTable.number(bytes, 0, 4)
      let bits = StockTable.number(bytes, 4, 4)
      let size = (bits + 7) / 8
      let bitmaps = (0..<count).map { map in
        (0..<bits).filter { bytes[8 + map * size + $0 / 8] >> UInt8($0 % 8) & 1 == 1 }
      }
      let encoded = StackMap(bitCount: bits, bitmaps: bitmaps).encoded
      #expect(Array(bytes.prefix(encoded.count)) == encoded, "\(name)")
      #expect(bytes.count == encoded.count, "\(name)")
    }
  }

  @Test("Bits outside the map are left out, and a negative size is none")
  func bounds() {
    #expect(StackMap(bitCount: 3, bitmaps: [[-1, 2, 3]]).encoded == [1, 0, 0, 0, 3, 0, 0, 0, 4])
    #expect(StackMap(bitCount: -1, bitmaps: [[0]]).encoded == [1, 0, 0, 0, 0, 0, 0, 0])
  }

  @Test("Every map of a plugin of Go 1.8 reads, and is written as its bytes again")
  func release8() throws {
    struct Record: Decodable {
      var sym, bytes: String
    }
    let text = String(
      decoding: try TypeVectors.contents("go1.8/stackmaps.jsonl.gz"), as: UTF8.self)
    let records = try text.split(separator: "\n").map {
      try JSONDecoder().decode(Record.self, from: Data($0.utf8))
    }
    #expect(records.count == 22)
    for record in records {
      let bytes = hexBytes(record.bytes)
      let map = try StackMap(reading: bytes)
      #expect(map.encoded == bytes, "\(record.sym)")
    }
  }

  @Test("A map of Go 1.8 reads as the bits that its bytes have")
  func bits() throws {
    let bytes: [UInt8] = [2, 0, 0, 0, 10, 0, 0, 0, 0, 0, 0xfd, 3]
    let map = StackMap(bitCount: 10, bitmaps: [[], [0, 2, 3, 4, 5, 6, 7, 8, 9]])
    #expect(try StackMap(reading: bytes) == map)
    #expect(try StackMap(reading: [9] + bytes, at: 1) == map)
  }

  @Test("A map that leads out of its bytes is refused", arguments: [0, 7, 8, 9])
  func truncated(length: Int) {
    let bytes: [UInt8] = [2, 0, 0, 0, 5, 0, 0, 0, 1, 1]
    #expect(throws: StackMapError.truncated(offset: 0)) {
      try StackMap(reading: Array(bytes[..<length]))
    }
  }

  @Test("A map of a negative size, of none a million times over, or outside is refused")
  func malformed() {
    #expect(throws: StackMapError.malformed(offset: 0)) {
      try StackMap(reading: [1, 0, 0, 0, 0xff, 0xff, 0xff, 0xff])
    }
    #expect(throws: StackMapError.truncated(offset: 0)) {
      try StackMap(reading: [0xff, 0xff, 0xff, 0x7f, 0, 0, 0, 0])
    }
    for offset in [-1, 1, Int.min, Int.max] {
      #expect(throws: StackMapError.truncated(offset: offset)) {
        try StackMap(reading: [0, 0, 0, 0, 0, 0, 0, 0], at: offset)
      }
    }
  }
}

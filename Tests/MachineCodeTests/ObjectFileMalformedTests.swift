import MachineCode
import Testing

/// Whatever the bytes, reading returns or throws.
@Suite struct ObjectFileMalformedTests {
  static let samples: [ObjectFileSample] = [
    .gcc(dwarf: 5, .relocatable), .gcc(dwarf: 4, .shared),
    .llc("aarch64", dwarf: 5, optimization: 2), .llc("x86_64", dwarf: 3, optimization: 2),
    .assembly(
      "every opcode", LineProgramAssembly(program: LineProgramAssembly.everyOpcode).source),
  ]

  /// Reads all there is; returns whether all of it could be read.
  static func readsAll(_ bytes: [UInt8]) -> Bool {
    guard let object = try? ObjectFile(bytes) else { return false }
    var isWhole = true
    for section in object.sections {
      if (try? object.contents(of: section)) == nil { isWhole = false }
      if section.name.hasPrefix(".debug"), (try? object.relocatedContents(of: section)) == nil {
        isWhole = false
      }
      if (try? object.relocations(for: section)) == nil { isWhole = false }
    }
    for symbol in object.symbols { _ = symbol.name }
    for symbol in object.dynamicSymbols { _ = symbol.name }
    guard let lines = try? LineTable(object: object) else { return false }
    for sequence in lines.sequences {
      _ = lines.rows(inSection: sequence.sectionIndex, range: sequence.start..<sequence.end)
    }
    return isWhole
  }

  @Test(arguments: samples) func everyTruncationReturnsOrThrows(
    _ sample: ObjectFileSample
  ) throws {
    let bytes = try sample.make().bytes("sample")
    #expect(Self.readsAll(bytes))
    for count in stride(from: 0, to: bytes.count, by: 1 + bytes.count / 2000) {
      // The section headers come last: without them nothing is left whole.
      #expect(!Self.readsAll(Array(bytes[..<count])))
    }
  }

  @Test(arguments: samples) func everyChangedByteReturnsOrThrows(
    _ sample: ObjectFileSample
  ) throws {
    let original = try sample.make().bytes("sample")
    let object = try ObjectFile(original)
    var places = Array(0..<64)
    for section in object.sections {
      let read = section.name.contains("debug") || section.name.hasSuffix("tab")
      if read { places += section.fileRange }
    }
    let headers = original[40..<48].enumerated()
      .reduce(0) { $0 | Int($1.element) << (8 * $1.offset) }
    places += headers..<original.count
    var bytes = original
    for (number, place) in places.enumerated() {
      let changes = [0xff, UInt8(1) << UInt8(number % 8)]
      bytes[place] ^= changes[(number / 8) % 2]
      _ = Self.readsAll(bytes)
      bytes[place] = original[place]
    }
  }
}

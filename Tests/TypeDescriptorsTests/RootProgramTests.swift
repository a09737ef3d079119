import GoRelease
import GoTypes
import Symbols
import Testing

@testable import TypeDescriptors

/// The programs of a program's data, against those that the linker of 2013 made (cmd/ld/data.c).
@Suite struct RootProgramTests {
  private let vectors: Go12Vectors
  private let decoder: Go12Decoder

  init() throws {
    vectors = try Go12Emission.shared.get().vectors
    decoder = try Go12Emission.shared.get().decoder
  }

  private func builder() -> DescriptorBuilder {
    DescriptorBuilder(
      universe: decoder.universe, release: .go1_2,
      definedPackages: Set(Go12Decoder.packages.map(\.path)))
  }

  private func hex(_ text: String) -> [UInt8] {
    let digits = text.compactMap(\.hexDigitValue)
    return stride(from: 0, to: digits.count - 1, by: 2).map {
      UInt8(digits[$0] << 4 | digits[$0 + 1])
    }
  }

  /// Every CALL whose type the vectors describe, byte for byte once the distance is stored.
  @Test func callsAreTheLinkersBytes() throws {
    var count = 0
    for root in vectors.rootPrograms {
      let name = try #require(root["sym"].text)
      for call in root["calls"].items {
        let offset = try #require(call[1].number)
        let target = try #require(call[2]["target"].text)
        let typeSymbol = "type." + target.dropFirst("type..gc.".count)
        guard vectors.types[typeSymbol] != nil else { continue }
        let type = try decoder.goType(typeSymbol)
        let size = try decoder.universe.layout(of: type).size
        var builder = builder()
        let program = try builder.rootProgram(
          named: name, size: try #require(root["size"].number),
          variables: [RootVariable(name: "v", offset: offset, size: size, type: type)])
        let expected = hex(call[2]["bytes"].text ?? "")
        let relocation = try #require(program.relocations.first)
        #expect(program.relocations.count == 1)
        #expect(relocation.kind == .relative32)
        #expect(relocation.target == target)
        // The place is 16 bytes into the instruction, from which the linker counts.
        #expect(relocation.offset == 8 + 16)
        #expect(relocation.addend - 16 == call[2]["targetPlus"].number)
        var bytes = Array(program.bytes[8..<32])
        let distance = Int32(truncatingIfNeeded: call[2]["rel32"].number ?? 0)
        bytes.replaceSubrange(16..<20, with: withUnsafeBytes(of: distance.littleEndian, Array.init))
        #expect(bytes == expected)
        #expect(Array(program.bytes[32...]) == [UInt8](repeating: 0, count: 8))
        #expect(
          program.bytes[..<8].elementsEqual(
            withUnsafeBytes(of: (root["size"].number ?? 0).littleEndian, Array.init)))
        let set = try builder.build()
        #expect(set.programs.contains { $0.name == target })
        count += 1
      }
    }
    #expect(count >= 3)
  }

  /// Variables without a type are words that may all be pointers.
  @Test func unknownWordsArePlainPointers() throws {
    for root in vectors.rootPrograms {
      let first = try #require(root["first"][0][1].number)
      let count = root["first"].items.count
      var builder = builder()
      let program = try builder.rootProgram(
        named: "gcbss", size: 1 << 20,
        variables: [
          RootVariable(name: "v", offset: first - 3, size: Int64(8 * count + 3 + 7), type: nil),
          RootVariable(name: "short", offset: 1 << 19, size: 7, type: nil),
        ])
      let words = stride(from: 8, to: program.bytes.count - 8, by: 16).map { start in
        program.bytes[(start + 8)..<(start + 16)].reversed().reduce(0 as Int64) {
          $0 << 8 | Int64($1)
        }
      }
      #expect(words == root["first"].items.compactMap { $0[1].number })
      #expect(program.relocations.isEmpty)
    }
  }

  @Test func variablesAreInTheOrderOfTheirOffsets() throws {
    var builder = builder()
    let pointer = GoType.pointer(.basic(.int))
    let program = try builder.rootProgram(
      named: "gcdata", size: 64,
      variables: [48, 0, 24].map {
        RootVariable(name: "v\($0)", offset: $0, size: 8, type: pointer)
      })
    let offsets = [0, 24, 48].indices.map { program.bytes[8 + 24 * $0 + 8] }
    #expect(offsets == [0, 24, 48])
    #expect(program.bytes.count == 8 + 3 * 24 + 8)
  }

  private static let refusals: [(RootVariable, String)] = [
    (
      RootVariable(name: "main.p", offset: 12, size: 8, type: .pointer(.basic(.int))),
      "variable main.p of type *int: offset 12 is no multiple of 8, as its pointers need it to be"
    ),
    (
      RootVariable(name: "main.p", offset: -8, size: 8, type: nil),
      "variable main.p: at offset -8 of gcdata it lies outside the section or over another variable"
    ),
    (
      RootVariable(name: "main.p", offset: 96, size: 16, type: nil),
      "variable main.p: at offset 96 of gcdata it lies outside the section or over another variable"
    ),
    (
      RootVariable(name: "main.p", offset: .max, size: .max, type: nil),
      "variable main.p: at offset 9223372036854775807 of gcdata it lies outside the section or "
        + "over another variable"
    ),
    (
      RootVariable(name: "main.p", offset: 8, size: 24, type: .basic(.string)),
      "variable main.p: it has 24 bytes, and its type string has 16"
    ),
  ]

  @Test(arguments: refusals.indices)
  func misplacedVariablesAreRefusedByName(index: Int) throws {
    let (variable, message) = Self.refusals[index]
    var builder = builder()
    let error = #expect(throws: DescriptorError.self) {
      try builder.rootProgram(named: "gcdata", size: 104, variables: [variable])
    }
    #expect(error?.description == message)
  }

  @Test func aSectionOf4GiBIsRefused() throws {
    var builder = builder()
    #expect(throws: DescriptorError.sectionTooLarge(section: "gcbss", size: 1 << 32)) {
      try builder.rootProgram(named: "gcbss", size: 1 << 32, variables: [])
    }
  }

  @Test func releasesWithMasksHaveNoRootPrograms() throws {
    var builder = DescriptorBuilder(universe: Universe(), release: .go1_27, definedPackages: [])
    #expect(throws: DescriptorError.self) {
      try builder.rootProgram(named: "gcbss", size: 8, variables: [])
    }
  }
}

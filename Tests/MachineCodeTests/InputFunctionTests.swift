import Foundation
import MachineCode
import Testing

/// The functions of an input are those of its symbol table, as readelf prints it.
@Suite struct InputFunctionTests {
  /// A function's symbol in readelf's table.
  struct Entry {
    var value: UInt64
    var size: UInt64
    var section: Int
    var name: String
  }

  static func functions(_ folder: ObjectFileFolder) throws -> [Entry] {
    try Readelf.symbols(folder)[".symtab", default: []].compactMap { line in
      let fields = line.split(separator: " ")
      guard fields.count >= 8, fields[3] == "FUNC" || fields[3] == "IFUNC",
        let section = Int(fields[6]), let value = UInt64(fields[1], radix: 16)
      else { return nil }
      let size =
        fields[2].hasPrefix("0x") ? UInt64(fields[2].dropFirst(2), radix: 16) : UInt64(fields[2])
      return Entry(value: value, size: size ?? 0, section: section, name: String(fields[7]))
    }
  }

  @Test(arguments: InputSample.all.filter { $0.testDescription != "assembly" })
  func functionsOfObjectsAreReadelfs(_ sample: InputSample) throws {
    let folder = try sample.make()
    let input = try CodeInput(InputBytes(mapping: folder.path("sample")), at: 0x4000)
    let entries = try Self.functions(folder)
    #expect(input.overlappingSymbols.isEmpty)
    // By their place: the sections that hold code, and where in them.
    let places = Set(entries.map { "\($0.section) \($0.value) \($0.size)" })
    let own = input.functions.functions.map { function in
      let section = input.sections[Int(function.section)]
      return "\(section.index) \(function.address - section.address) \(function.size)"
    }
    #expect(own.count == places.count)
    #expect(Set(own) == places)
    for function in input.functions.functions {
      let section = input.sections[Int(function.section)]
      let name = String(decoding: input.name(of: function), as: UTF8.self)
      let known = entries.contains {
        $0.name == name && $0.section == section.index
          && $0.value == function.address - section.address
      }
      #expect(known, "\(name)")
    }
  }

  @Test(arguments: InputSample.all) func sectionsFollowOneAnother(_ sample: InputSample) throws {
    let folder = try sample.make()
    let input = try CodeInput(InputBytes(mapping: folder.path("sample")), at: 0x4001)
    let expected = input.object.sections.filter {
      $0.type == .progbits && $0.flags.isSuperset(of: [.alloc, .execinstr])
    }
    #expect(input.sections.map(\.index) == expected.map(\.index))
    var end: UInt64 = 0x4001
    for (section, header) in zip(input.sections, expected) {
      #expect(section.address >= end && section.address < end + max(1, header.alignment))
      #expect(section.address.isMultiple(of: max(1, header.alignment)))
      #expect(section.size == header.size && section.bytes.count == Int(header.size))
      end = section.end
      let relocations = try input.object.relocations(for: header)
      #expect(section.relocatedOffsets == relocations.map { Int($0.offset) })
    }
    #expect(input.end == end)
    #expect(input.isRelocatable)
  }

  /// [name, start, end] in the first section, then in the second.
  @Test func assemblyWithoutSizesAndWithLabelsInside() throws {
    let folder = try InputSample.assembly().make()
    let input = try CodeInput(InputBytes(mapping: folder.path("sample")))
    let own = input.functions.functions.map {
      "\(String(decoding: input.name(of: $0), as: UTF8.self)) \($0.address) \($0.end)"
    }
    let base = 0x1000
    let second = try #require(input.sections.first { $0.name == ".text.second" })
    #expect(
      own == [
        "sized \(base) \(base + 4)",
        // The exported one of two names; up to the next function.
        "unsized_alias \(base + 4) \(base + 7)",
        "outer \(base + 7) \(base + 13)",
        "straddled \(base + 13) \(base + 16)",
        "a_global \(base + 18) \(base + 20)",
        "long_start \(base + 20) \(base + 23)",
        // Up to the section's end; what is no function stays out of it.
        "last \(base + 24) \(base + 27)",
        "second \(second.address) \(second.address + 1)",
      ])
    let left = input.overlappingSymbols.map { input.object.symbols[$0].name }
    #expect(left == ["inner", "straddler", "short_start"])
  }

  @Test(arguments: [UInt64(0x1000), 0x10_0000, 1 << 40])
  func aFunctionIsFoundByItsAddresses(base: UInt64) throws {
    let folder = try InputSample.c(.gcc, "-O2", "-ffunction-sections").make()
    let input = try CodeInput(InputBytes(mapping: folder.path("sample")), at: base)
    #expect(input.functions.count > 5)
    for (index, function) in input.functions.functions.enumerated() {
      #expect(function.address >= base)
      for address in function.address..<function.end {
        #expect(input.functions.index(containing: address) == index)
      }
      #expect(input.functions.index(startingAt: function.address) == index)
    }
    #expect(input.functions.index(containing: base - 1) == nil)
    #expect(input.functions.index(containing: input.end) == nil)
    #expect(input.debug.isEmpty)
  }

  /// Sections of one name each have their place.
  @Test func sectionsOfOneNameStandApart() throws {
    let folder = try InputSample.c(
      .clang, "-g", "-O2", "-ffunction-sections", "-fno-unique-section-names"
    ).make()
    let input = try CodeInput(InputBytes(mapping: folder.path("sample")))
    #expect(input.sections.filter { $0.name == ".text" }.count > 4)
    #expect(input.functions.count == Set(try Self.functions(folder).map(\.name)).count)
    #expect(input.functions.functions.allSatisfy { input.sections[Int($0.section)].size > 0 })
  }

  @Test func imagesKeepTheirAddresses() throws {
    let folder = try ObjectFileSample.gcc(dwarf: 5, .executable, flags: ["-O1"]).make()
    let input = try CodeInput(InputBytes(mapping: folder.path("sample")))
    let entries = try Self.functions(folder).sorted { $0.value < $1.value }
    #expect(input.functions.functions.map(\.address) == entries.map(\.value))
    #expect(input.functions.functions.map { UInt64($0.size) } == entries.map(\.size))
    #expect(!input.isRelocatable && !input.debug.isEmpty)
    for section in input.sections { #expect(section.relocatedOffsets.isEmpty) }
    let frame = try #require(input.object.section(named: ".eh_frame"))
    #expect(input.debug.ehFrameAddress == frame.address)
  }
}

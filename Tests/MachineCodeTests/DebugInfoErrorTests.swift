import Foundation
import Testing

@testable import MachineCode

/// What cannot be read is refused, by name and place; it never traps, hangs or recurses.
@Suite struct DebugInfoErrorTests {
  typealias Units = DebugInfoUnits

  @Test(arguments: ["4", "5"]) func splitUnitsAreRefusedByTheFilesName(_ version: String) throws {
    let folder = try ObjectFileFolder()
    try folder.write(DebugInfoSource.c, to: "main.c")
    try ObjectFileTool.gcc.run(
      ["-g", "-w", "-O2", "-gdwarf-" + version, "-gsplit-dwarf", "main.c", "-o", "sample"],
      in: folder.url)
    let debug = try CodeInput(InputBytes(folder.bytes("sample"))).debug
    let error = #expect(throws: DebugInfoError.self) { try DebugUnits(debug) }
    guard case .splitUnit(".debug_info", _, let name) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(name == "sample-main.dwo")
    #expect("\(try #require(error))".contains("-gsplit-dwarf"))
  }

  /// They name a file as split ones do, but have no code: Clang writes them for its modules.
  @Test(arguments: ["4", "5"])
  func unitsOfPrecompiledModulesAreRead(_ version: String) throws {
    let folder = try ObjectFileFolder()
    try folder.write("module Part { header \"part.h\" }\n", to: "module.modulemap")
    try folder.write("static inline int part(int x) { return x * 3; }\n", to: "part.h")
    try folder.write(
      "#include \"part.h\"\nint main(int argc, char **argv) { return part(argc); }\n", to: "main.c")
    try ObjectFileTool.clang.run(
      [
        "-g", "-O2", "-gmodules", "-fmodules", "-fmodules-cache-path=modules",
        "-gdwarf-" + version, "main.c", "-o", "sample",
      ], in: folder.url)
    let names = try ObjectFileTool.llvmDwarfdump.run(["--debug-info", "sample"], in: folder.url)
    try #require(names.contains(".pcm"))
    let chains = try DebugInfoChains(folder.bytes("sample"))
    #expect(chains.subprogramCount == 1)
    #expect(chains.inlinedCount == 1)
  }

  @Test func splitFilesAreRefused() throws {
    let folder = try ObjectFileFolder()
    try folder.write(DebugInfoSource.c, to: "main.c")
    try ObjectFileTool.clang.run(
      ["-g", "-w", "-O2", "-c", "-gsplit-dwarf", "main.c", "-o", "sample.o"], in: folder.url)
    let object = try ObjectFile(folder.bytes("sample.dwo"))
    var debug = DebugSections()
    debug.info = try object.contents(of: try #require(object.section(named: ".debug_info.dwo")))
    let error = #expect(throws: DebugInfoError.self) { try DebugUnits(debug) }
    guard case .splitUnit = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test func supplementaryFilesAreRefused() throws {
    let folder = try DebugInfoSample.linked(.gxx, .cxx, "-O2").make()
    try FileManager.default.copyItem(atPath: folder.path("sample"), toPath: folder.path("other"))
    try ObjectFileTool.dwz.run(["-m", "common", "sample", "other"], in: folder.url)
    let units = try DebugUnits(try CodeInput(InputBytes(folder.bytes("sample"))).debug)
    var reader = DebugUnitReader(units)
    let error = #expect(throws: DebugInfoError.self) {
      for unit in units.units.indices { try reader.read(unit) }
    }
    guard case .supplementaryFile(".debug_info", _) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test func unitsOfOtherVersionsAreRefused() {
    var units = Units.usual()
    units.unit(version: 6, [1, 0])
    #expect(
      throws: DebugInfoError.unsupportedVersion(section: ".debug_info", offset: 0, version: 6)
    ) {
      try units.read()
    }
  }

  @Test func aCodeThatTheTableHasNotIsRefused() {
    var units = Units.usual()
    units.unit([1, 9, 0])
    #expect(throws: DebugInfoError.unknownAbbreviation(section: ".debug_info", offset: 12, code: 9))
    {
      try units.read()
    }
    units = Units.usual()
    units.unit([1] + Units.uleb(.max) + [0])
    #expect(
      throws: DebugInfoError.unknownAbbreviation(section: ".debug_info", offset: 12, code: .max)
    ) { try units.read() }
  }

  @Test func aCodeThatStandsTwiceIsRefused() {
    var units = Units.usual()
    units.abbreviation(2, 0x34)
    units.unit([1, 0])
    #expect(
      throws: DebugInfoError.duplicateAbbreviation(section: ".debug_abbrev", offset: 0, code: 2)
    ) {
      try units.read()
    }
  }

  @Test func originsInACircleAreRefused() {
    var units = Units.usual()
    // Two instances of each other, at 12 and 17, and a call of the first.
    let entries: [UInt8] = [1] + [5] + Units.bytes(17, 4) + [5] + Units.bytes(12, 4)
    units.unit(entries + Units.function(0x1000, 16, Units.call(12, 0x1000, 4)) + [0])
    #expect(throws: DebugInfoError.endlessOrigins(section: ".debug_info", offset: 12)) {
      try units.read()
    }
  }

  @Test func originsThatAreNoFunctionsAreRefused() {
    for target: UInt32 in [0, 11, 0x7fff_ffff] {
      var units = Units.usual()
      units.unit([1] + Units.function(0x1000, 16, Units.call(target, 0x1000, 4)) + [0])
      #expect(throws: DebugInfoError.self) { try units.read() }
    }
  }

  @Test func entriesThatAreNestedTooDeepAreRefused() throws {
    var units = Units.usual()
    units.abbreviation(6, 0x0b, children: true)
    units.unit([1] + Array(repeating: 6, count: 5000))
    #expect(
      throws: DebugInfoError.nestedTooDeep(section: ".debug_info", offset: 11 + 4096)
    ) { try units.read() }
    units.info = []
    units.unit([1] + Array(repeating: 6, count: 4000))
    _ = try units.read()
  }

  @Test func siblingsThatLeadBackAreRefused() {
    for target: UInt32 in [0, 12, 16, 1000, .max] {
      var units = Units.usual()
      units.abbreviation(6, 0x04, children: true, 0x01, 0x13)
      units.unit([1, 6] + Units.bytes(target, 4) + [0, 0])
      #expect(
        throws: DebugInfoError.badSibling(
          section: ".debug_info", offset: 12, target: UInt64(target))
      ) { try units.read() }
    }
  }

  @Test func rangesThatEndBeforeTheyStartAreRefused() {
    var units = Units.usual()
    units.abbreviation(6, 0x2e, 0x11, 0x01, 0x12, 0x01)
    units.unit([1, 6] + Units.bytes(0x2000, 8) + Units.bytes(0x1fff, 8) + [0])
    #expect(throws: DebugInfoError.badRange(section: ".debug_info", offset: 12)) {
      try units.read()
    }
  }

  @Test func rangesThatShareALongListAreRefused() {
    var units = Units.usual()
    units.abbreviation(6, 0x2e, 0x55, 0x17)
    for place in 0..<30_000 {
      units.ranges += Units.bytes(0x1000 + place, 8) + Units.bytes(0x1001 + place, 8)
    }
    units.ranges += Units.bytes(0, 16)
    let function: [UInt8] = [6] + Units.bytes(0, 4)
    units.unit([1] + Array(repeating: function, count: 2000).flatMap { $0 } + [0])
    let error = #expect(throws: DebugInfoError.self) { try units.read() }
    guard case .tooMuch(".debug_ranges", _, _) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test func originsThatShareALongNameAreRefused() {
    var units = Units.usual()
    units.abbreviation(6, 0x2e, 0x03, 0x08)
    // At every offset of the name an entry may start, which ends with it.
    let name = Array(repeating: UInt8(6), count: 20_000) + [0]
    var calls: [UInt8] = []
    for place in 0..<2000 { calls += Units.call(UInt32(12 + place), 0x1000, 4) }
    units.unit([1] + name + Units.function(0x1000, 16, calls) + [0])
    let error = #expect(throws: DebugInfoError.self) { try units.read() }
    guard case .tooMuch(".debug_info", _, _) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test func tablesThatOverlapAreRefused() {
    var units = Units.usual()
    units.abbreviations = []
    // Each starts a table that reaches to the end.
    for code: UInt64 in 1...2000 {
      let header = Units.bytes(4, 2) + Units.bytes(units.abbreviations.count, 4) + [8]
      units.abbreviation(code, 0x11)
      let entry = Units.uleb(code)
      units.info += Units.bytes(header.count + entry.count, 4) + header + entry
    }
    let error = #expect(throws: DebugInfoError.self) { try units.read() }
    guard case .tooMuch(".debug_abbrev", _, _) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test func droppedCodeIsLeftOut() throws {
    for address: UInt64 in [0, .max, .max - 1] {
      var units = Units.usual()
      let call = Units.call(12, address, 4)
      units.unit(
        [1, 4, 7] + Units.function(address, 16, call) + Units.function(0x1000, 16, call) + [0])
      let reader = try units.read()
      #expect(reader.subprograms.map(\.entry) == [14 + 11 + 14])
      #expect(reader.inlined.isEmpty)
    }
  }

  /// Some linkers leave the functions of a dropped unit, but for the first, at small addresses.
  @Test func droppedUnitsAreLeftOut() throws {
    var units = Units.usual()
    units.abbreviation(6, 0x11, children: true, 0x11, 0x01, 0x12, 0x06)
    for address: UInt64 in [0, 0x8000] {
      units.unit(
        [6] + Units.bytes(address, 8) + Units.bytes(0x100, 4)
          + Units.function(address + 0x40, 16, []) + [0])
    }
    var reader = DebugUnitReader(try DebugUnits(units.debug))
    try reader.read(0)
    #expect(reader.subprograms.isEmpty)
    try reader.read(1)
    #expect(reader.ranges == [AddressRange(start: 0x8040, end: 0x8050)])
  }

  /// What a call inlined has itself is not needed where it has calls with code inlined into it.
  @Test func aCallWithoutCodeIsKeptForTheOnesBelow() throws {
    var units = Units.usual()
    units.abbreviation(6, 0x1d, children: true, 0x31, 0x13)
    let inner = [6] + Units.bytes(12, 4) + Units.call(12, 0x1004, 4) + [0]
    let empty = [6] + Units.bytes(12, 4) + [0]
    units.unit([1, 4, 7] + Units.function(0x1000, 16, empty + inner + empty) + [0])
    let reader = try units.read()
    #expect(reader.inlined.map(\.parent) == [-1, 0])
    #expect(reader.inlined.map(\.ranges.count) == [0, 1])
  }
}

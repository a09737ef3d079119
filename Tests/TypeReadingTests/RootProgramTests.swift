import GoRelease
import MachineCode
import Symbols
import TestSupport
import Testing

@testable import TypeReading

/// The programs of a program's data and zeros: CALL leads from them to the programs of types.
@Suite struct RootProgramTests {
  /// gcdata with one variable at 16, whose type's program is called. In a section of its own the
  /// program is reached by a relocation until it is linked.
  private static func module(section: String) -> DataModule {
    var module = DataModule()
    module.define(
      "type..gc.main.T", [8, 2, 0, 0].map { .number($0, bytes: 8) }, section: section)
    // The distance is one from gcdata, to the program's start. Counted from CALL, which is 8 bytes
    // behind gcdata's start, it leads 8 bytes behind the program's.
    module.define(
      "gcdata",
      [.number(64, bytes: 8), .number(5, bytes: 8), .number(16, bytes: 8)]
        + [.relative("type..gc.main.T", 0), .number(0, bytes: 4), .number(0, bytes: 8)])
    return module
  }

  @Test(
    "CALL leads past the size of the program that it names", arguments: Architecture.allCases,
    [".data.go", ".data.elsewhere"])
  func call(architecture: Architecture, section: String) throws {
    let module = Self.module(section: section)
    for file in [try module.object(architecture), try module.program(architecture)] {
      let tables = try TypeTables(TypeImage(file), release: .go1_2)
      var reader = tables.reader
      let root = try #require(try tables.root(.gcdata)?.address)
      let program = try reader.program(at: root)
      #expect(program.size == 64)
      #expect(program.instructions.map(\.opcode) == [.call, .end])
      guard case .distance(_, let target)? = program.instructions.first?.operands.last else {
        Issue.record("CALL has no distance")
        return
      }
      #expect(target?.symbol == "type..gc.main.T")
      #expect(target?.addend == 8)
    }
  }
}

import Foundation
import Symbols
import TestSupport
import Testing

@testable import MachineCode

/// Call frame information is read as readelf reads it: every function, every row.
@Suite struct CallFrameTests {
  struct Case: CustomTestStringConvertible, Sendable {
    var command: String
    var functions: Int
    var testDescription: String { command }
  }

  static let cases = [
    Case(command: "gcc -O2 -static -g program.c", functions: 1000),
    Case(command: "gcc -O0 -g program.c", functions: 20),
    Case(
      command: "gcc -O2 -g -fno-asynchronous-unwind-tables -fno-unwind-tables program.c",
      functions: 20),
    Case(
      command: "gcc -O2 -g -gdwarf64 -fno-dwarf2-cfi-asm -fno-asynchronous-unwind-tables program.c",
      functions: 20),
    Case(
      command: "gcc -O2 -g -gdwarf-2 -fno-dwarf2-cfi-asm -fno-asynchronous-unwind-tables program.c",
      functions: 20),
    Case(command: "gcc -O2 -mcmodel=large -fPIC -shared program.c", functions: 20),
    Case(command: "g++ -O2 -static program.cpp", functions: 1500),
    Case(command: "clang-19 -O2 -g program.c", functions: 20),
    Case(command: "clang-19 -O0 -gdwarf-5 program.c", functions: 20),
    Case(command: "aarch64-linux-gnu-gcc -O2 -static program.c", functions: 800),
    Case(
      command: "aarch64-linux-gnu-gcc -O2 -g -mbranch-protection=standard -fstack-clash-protection"
        + " program.c", functions: 20),
    Case(command: "clang-19 --target=aarch64-linux-gnu -O0 -g program.c", functions: 20),
    Case(command: "rustc -C debuginfo=1 program.rs", functions: 500),
    Case(command: "cd go; $GOMETA_GOROOT/bin/go build", functions: 1000),
    Case(command: "cd go; GOARCH=arm64 $GOMETA_GOROOT/bin/go build", functions: 1000),
  ]

  @Test(arguments: cases)
  func rowsAreThoseOfReadelf(example: Case) throws {
    let tools = try StackPointerTools()
    defer { tools.remove() }
    try tools.write(StackDeltaProgram.source, to: "program.c")
    try tools.write(
      "#include <map>\n#include <string>\nint main() { std::map<std::string, int> m; m[\"a\"] = 1;"
        + " try { return m.at(\"b\"); } catch (...) { return 0; } }", to: "program.cpp")
    try tools.write("fn main() { println!(\"{:?}\", vec![1, 2]); }", to: "program.rs")
    try tools.shell("mkdir go")
    try tools.write(
      "package main\nimport \"fmt\"\nfunc main() { fmt.Println(1) }", to: "go/program.go")
    try tools.write("module program\n", to: "go/go.mod")
    try tools.shell("\(example.command) -o '\(tools.path("program"))'")
    let input = try CodeInput(try InputBytes(mapping: tools.path("program")))
    let frames = try CallFrameIndex(input.debug, architecture: input.architecture)
    let expected = try CallFrameReadelf(tools, file: tools.path("program"))
    let rows = try compare(frames, expected)
    #expect(frames.count >= example.functions && rows >= 2 * example.functions)
    print("\(example.command): \(frames.count) functions, \(rows) rows")
  }

  private func frameSection(_ tools: StackPointerTools) throws -> [UInt8] {
    try tools.shell(
      "objcopy -O binary --only-section=.debug_frame --set-section-flags .debug_frame=alloc"
        + " frames.o section.bin")
    return try tools.read("section.bin")
  }

  /// - Returns: the number of rows.
  private func compare(_ frames: CallFrameIndex, _ expected: CallFrameReadelf) throws -> Int {
    var reader = CallFrameReader()
    var count = 0
    var failures = 0
    var seen: Set<UInt64> = []
    // What .eh_frame says counts.
    let order = expected.functions.sorted {
      ($0.section == ".eh_frame") && $1.section != ".eh_frame"
    }
    for function in order where function.start != 0 && function.start < function.end {
      guard seen.insert(function.start).inserted else { continue }
      let index = try #require(frames.index(containing: function.start))
      #expect(frames.functions[index].address == function.start)
      #expect(frames.functions[index].end == function.end)
      try reader.read(index, of: frames)
      let ours = merged(
        (0..<reader.count).map { place in
          (function.start + UInt64(reader.rows[place].offset), Row(reader.rows[place]))
        })
      let theirs = merged(
        function.rows.filter { $0.address < function.end }.map {
          ($0.address, Row($0.cfa, frames.architecture))
        })
      count += theirs.count
      if !ours.elementsEqual(theirs, by: { $0 == $1 }), failures < 5 {
        failures += 1
        Issue.record("function at \(String(function.start, radix: 16)): \(ours), not \(theirs)")
      }
    }
    #expect(seen.count == frames.count)
    return count
  }

  private struct Row: Equatable {
    var delta: Int?
    var frame: Int?

    init(_ row: CallFrameRow) {
      delta = CallFrameRow.isDelta(row.value) ? Int(row.value) : nil
      frame = row.framePointerDistance.map { Int($0) }
    }

    init(_ address: CallFrameReadelf.Address, _ architecture: Architecture) {
      let bias = architecture == .x86_64 ? 8 : 0
      switch address {
      case .stack(let offset): delta = offset - bias
      case .frame(let offset): frame = offset - bias
      case .other: break
      }
    }
  }

  private func merged(_ rows: [(UInt64, Row)]) -> [(UInt64, Row)] {
    var result: [(UInt64, Row)] = []
    for row in rows where result.last?.1 != row.1 { result.append(row) }
    return result
  }

  /// Every instruction, in bytes: compilers use few.
  @Test func everyInstructionIsReadAsReadelfDoes() throws {
    let tools = try StackPointerTools()
    defer { tools.remove() }
    try tools.write(Self.everyInstruction, to: "frames.s")
    try tools.shell("as frames.s -o frames.o")
    var debug = DebugSections()
    debug.frame = InputBytes(try frameSection(tools))
    let frames = try CallFrameIndex(debug, architecture: .x86_64)
    let expected = try CallFrameReadelf(tools, file: tools.path("frames.o"))
    #expect(frames.count == 1)
    #expect(try compare(frames, expected) == 11)
  }

  /// The code alignment factor is 2, that of data −8.
  private static let everyInstruction = """
    .section .debug_frame
    .long 6f - 5f
    5: .long 0xffffffff
    .byte 4, 0, 8, 0, 2, 0x78, 16, 0x0c, 7, 8, 0x90, 1, 0, 0
    6: .long 2f - 1f
    1: .long 0
    .quad 0x1000, 0x1000
    .byte 0x41, 0x0e, 16            # advance, def_cfa_offset
    .byte 0x02, 4, 0x13, 0x7d       # advance1, def_cfa_offset_sf 24
    .byte 0x86, 2, 0x05, 3, 0x85, 2, 0x09, 1, 2, 0x11, 3, 0x7e, 0x14, 3, 2, 0x15, 3, 0x7f
    .byte 0x2f, 12, 2, 0x06, 3, 0x07, 12, 0x08, 12, 0x2e, 16, 0xc3, 0x2d
    .byte 0x0a                      # remember
    .byte 0x03, 16, 0, 0x0c, 6, 16  # advance2, def_cfa
    .byte 0x42, 0x12, 7, 0x7c       # def_cfa_sf 32
    .byte 0x42, 0x0d, 6             # def_cfa_register
    .byte 0x04, 32, 0, 0, 0, 0x0f, 2, 0x77, 8   # advance4, def_cfa_expression
    .byte 0x10, 3, 2, 0x77, 0, 0x16, 3, 2, 0x77, 8
    .byte 0x1d
    .quad 16
    .byte 0x0b                      # restore
    .byte 0x01
    .quad 0x1200                    # set_loc
    .byte 0x0c, 7, 0x90, 0x81, 0x00 # a padded number: 144
    .byte 0x41, 0x0c, 3, 8          # another register
    .byte 0x41, 0x0c, 7, 8, 0, 0, 0
    2:
    """

  @Test func functionsThatAreNotThereAreLeftOut() throws {
    let tools = try StackPointerTools()
    defer { tools.remove() }
    // Their common information stands behind them.
    var text = ".section .debug_frame\n"
    let functions = [
      ("0", "8"), ("-1", "8"), ("-2", "8"), ("0x20", "0"), ("0x40", "8"), ("0x30", "8"),
    ]
    for (start, size) in functions {
      text += ".long 20\n.long \(24 * functions.count)\n.quad \(start), \(size)\n"
    }
    text += ".long 2f - 1f\n1: .long 0xffffffff\n.byte 1, 0, 1, 0x78, 16, 0x0c, 7, 24, 0, 0\n2:\n"
    try tools.write(text, to: "frames.s")
    try tools.shell("as frames.s -o frames.o")
    var debug = DebugSections()
    debug.frame = InputBytes(try frameSection(tools))
    let frames = try CallFrameIndex(debug, architecture: .x86_64)
    #expect(frames.functions.map(\.address) == [0x30, 0x40])
    var reader = CallFrameReader()
    try reader.read(0, of: frames)
    #expect(reader.count == 1 && reader.rows[0].delta == 16)
  }

  @Test(arguments: [
    ("20, 0, 0, 0, 0, 0, 0, 0", 0, CallFrameError.Problem.badLength),
    ("4, 0, 0, 0, 8, 0, 0, 0", 0, .noCommonEntry(8)),
    ("9, 0, 0, 0, 255, 255, 255, 255, 9, 0, 1, 1, 1", 8, .unknownVersion(9)),
    ("10, 0, 0, 0, 255, 255, 255, 255, 3, 113, 0, 1, 1, 1", 9, .unknownAugmentation),
    ("10, 0, 0, 0, 255, 255, 255, 255, 4, 0, 2, 0, 1, 1", 10, .unknownAddressSize(2, segment: 0)),
    ("9, 0, 0, 0, 255, 255, 255, 255, 3, 0, 1, 1, 1", 13, nil),
    ("10, 0, 0, 0, 255, 255, 255, 255, 3, 0, 1, 1, 1, 0x3e", 13, .unknownInstruction(0x3e)),
    ("10, 0, 0, 0, 255, 255, 255, 255, 3, 0, 1, 1, 1, 0x0b", 13, .nothingRemembered),
    ("10, 0, 0, 0, 255, 255, 255, 255, 3, 0, 1, 1, 1, 0x41", 14, .badAdvance),
    ("11, 0, 0, 0, 255, 255, 255, 255, 3, 0, 1, 1, 1, 0x0e, 8", 15, .noFrameAddress),
    ("10, 0, 0, 0, 255, 255, 255, 255, 3, 0, 1, 1, 1, 0x0c", 14, .truncated),
  ])
  func whatIsWrongIsNamedWithItsPlace(
    text: String, offset: Int, problem: CallFrameError.Problem?
  ) throws {
    var debug = DebugSections()
    debug.frame = InputBytes(
      text.split(separator: ", ").map {
        $0.hasPrefix("0x") ? UInt8($0.dropFirst(2), radix: 16) ?? 0 : UInt8($0) ?? 0
      })
    do {
      _ = try CallFrameIndex(debug, architecture: .x86_64)
      #expect(problem == nil)
    } catch {
      let error = try #require(error as? CallFrameError)
      #expect(error.problem == problem)
      if error.offset < offset - 1 || error.offset > offset + 1 {
        Issue.record("at \(error.offset), not \(offset)")
      }
    }
  }
}

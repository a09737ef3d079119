import Foundation
import FunctionTables
import GoRelease
import MachineCode
import TestSupport
import Testing

@testable import GoMeta

/// The pclntab of objects that `gometa compile` made: with Go names, arguments, FUNCDATA and
/// PCDATA.
@Suite struct PclntabGoTests {
  private static let module = IRModule(
    declarations: [
      "type Point struct { X, Y float64 }", "func Keep(p *Point, name string, n int32) int",
      "func (p *Point) Len() int",
    ],
    code: """
      define i64 @{Keep}(ptr1 %p, ptr1 %name, i64 %length, i32 %n) FN(3) {
        %w = sext i32 %n to i64
        %s = add i64 %w, %length, LN(4)
        ret i64 %s, LN(5)
      }
      define i64 @{(*Point).Len}(ptr1 %p) FN(8) {
        ret i64 2, LN(9)
      }

      """)

  private static let marked = IRModule(
    declarations: ["func Mark(n int) int"],
    code: """
      @notes = constant [8 x i8] c"notes..."
      declare i64 @called(i64)
      declare void @go.funcdata(i32, ptr)
      declare void @go.pcdata(i32, i32)
      define i64 @{Mark}(i64 %n) FN(12) {
        call void @go.funcdata(i32 2, ptr @notes)
        call void @go.pcdata(i32 4, i32 45)
        %a = call i64 @called(i64 %n), LN(13)
        call void @go.pcdata(i32 4, i32 -7)
        %b = call i64 @called(i64 %a), LN(14)
        %c = call i64 @called(i64 %b), LN(15)
        ret i64 %c, LN(16)
      }

      """)

  private func compile(
    _ machine: Machine, _ module: IRModule = module
  ) throws -> (folder: TestFolder, object: String) {
    let folder = try TestFolder()
    return (folder, try module.compile(in: folder, for: machine))
  }

  @Test(
    "Functions have their Go names, lines, and the arguments of their signatures",
    arguments: Machine.allCases)
  func signatures(machine: Machine) throws {
    let (folder, object) = try compile(machine)
    let output = folder.path("table.o")
    try Command.succeed(["pclntab", object, "-o", output, "--go", "1.2"])
    let file = try #require(
      try FunctionSymbolFile(ObjectFile(try Files.read(output)), layouts: .go1_2))
    func symbol(_ name: String, code: String = "") throws -> FunctionSymbol {
      let name = "example.com/shapes." + name
      return try #require(
        file.table.functions.first { $0.name == name && ($0.symbol ?? name) == name + code })
    }
    func arguments(_ name: String) throws -> FrameMap {
      let data = try #require(try symbol(name).funcdata[0])
      return try FrameMap(reading: try #require(file.bytes(at: data, limit: 64)))
    }
    #expect(try symbol("Keep").arguments == 40)
    #expect(try arguments("Keep") == .words([.pointer, .pointer, .scalar, .scalar, .scalar]))
    #expect(try symbol("(*Point).Len").arguments == 16)
    #expect(try arguments("(*Point).Len") == .words([.pointer, .scalar]))
    // What LLVM compiled has its arguments in registers.
    #expect(try symbol("Keep", code: ".body").arguments == 0)
    let keep = try symbol("Keep", code: ".body")
    #expect(file.table.file(keep.files.first?.value ?? 0) == "/src/example.com/shapes/shapes.gl")
    #expect(keep.lines.allSatisfy { (3...5).contains($0.value) })
  }

  @Test("In Go 1.8 the argument map is that of a declaration", arguments: Machine.allCases)
  func release8(machine: Machine) throws {
    let (folder, object) = try compile(machine)
    let output = folder.path("table.o")
    try Command.succeed(["pclntab", object, "-o", output, "--go", "1.8"])
    let file = try #require(
      try FunctionSymbolFile(ObjectFile(try Files.read(output)), layouts: .go1_8))
    let keep = try #require(
      file.table.functions.first { $0.name == "example.com/shapes.Keep" && $0.arguments == 40 })
    let data = try #require(keep.funcdata[0])
    let map = try StackMap(reading: try #require(file.bytes(at: data, limit: 64)))
    #expect(map == StackMap(bitCount: 5, bitmaps: [[0, 1], [0, 1]]))
    #expect(keep.frame == nil)
  }

  @Test(
    "FUNCDATA and PCDATA of the IR are in the table, at the calls that they stand before",
    arguments: Machine.allCases)
  func markers(machine: Machine) throws {
    let (folder, object) = try compile(machine, Self.marked)
    let output = folder.path("table.o")
    try Command.succeed(["pclntab", object, "-o", output, "--go", "1.2"])
    let file = try #require(
      try FunctionSymbolFile(ObjectFile(try Files.read(output)), layouts: .go1_2))
    let mark = try #require(
      file.table.functions.first { $0.name.hasSuffix(".Mark") && $0.funcdata[2] != nil })
    #expect(mark.funcdata[2] == .symbol("notes", addend: 0))
    // The calls, by the disassembler: PC of the call, PC of the instruction after it.
    let code = try Tool.run(
      machine.binutil("objdump"), ["-dr", "--no-show-raw-insn", "-j", ".text", object])
    let lines = code.lines
    let start = try #require(lines.firstIndex { $0.contains("shapes.Mark.body>:") })
    var offsets: [UInt32] = []
    var calls: [Int] = []
    for line in lines[(start + 1)...] {
      if line.hasSuffix(">:") { break }
      if line.contains("R_"), line.contains("called") { calls.append(offsets.count - 1) }
      if let colon = line.firstIndex(of: ":"), !line.contains("R_"),
        let pc = UInt32(line[..<colon].trimmingCharacters(in: .whitespaces), radix: 16)
      {
        offsets.append(pc)
      }
    }
    #expect(calls.count == 3)
    let entry = try #require(offsets.first)
    let pcdata = try #require(mark.pcdata[4])
    func value(_ pc: UInt32) -> Int32? { pcdata.last { $0.pc <= pc }?.value }
    for (call, expected) in zip(calls, [45, -7, -1] as [Int32]) {
      // The runtime asks for the byte before the return address.
      #expect(value(offsets[call + 1] - entry - 1) == expected)
    }
    #expect(pcdata.first == PCValue(pc: 0, value: -1))
  }

  @Test("Objects joined by ld -r say the same of their functions as one by one")
  func joined() async throws {
    let (folder, object) = try compile(.x86_64)
    let other = IRModule(
      path: "example.com/other", declarations: ["func Two(a, b string) string"],
      code: """
        define %string @{Two}(ptr1 %a, i64 %m, ptr1 %b, i64 %n) FN(1) {
          %r = insertvalue %string undef, ptr1 %b, 0
          %s = insertvalue %string %r, i64 %n, 1
          ret %string %s, LN(2)
        }

        """)
    let second = try other.compile(in: folder, as: "other", for: .x86_64)
    let joined = folder.path("joined.o")
    try Tool.run("ld", ["-r", "-o", joined, object, second])
    func table(_ inputs: [String]) async throws -> FunctionSymbolTable {
      guard
        case .symbols(let table) = try await FunctionTableRebuilder(release: "1.2").rebuild(inputs)
          .contents
      else { throw Tool.Failure(description: "a table of Go 1.2 has addresses") }
      return table.table
    }
    let (apart, together) = (try await table([object, second]), try await table([joined]))
    #expect(apart.functions.contains { $0.name == "example.com/other.Two" && $0.arguments == 48 })
    #expect(together.functions.map(\.name) == apart.functions.map(\.name))
    #expect(together.functions.map(\.arguments) == apart.functions.map(\.arguments))
    #expect(together.functions.map(\.stackDeltas) == apart.functions.map(\.stackDeltas))
    #expect(together.functions.map(\.lines) == apart.functions.map(\.lines))
    #expect(together.functions.map(\.pcdata) == apart.functions.map(\.pcdata))
  }
}

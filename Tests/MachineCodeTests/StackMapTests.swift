import Testing

@testable import MachineCode

/// LLVM's stack maps, against what LLVM's own reader prints of them; and the section that carries
/// them, against readelf.
@Suite struct StackMapTests {
  private static let text = """
    declare void @f(i64)
    declare token @llvm.experimental.gc.statepoint.p0(i64, i32, ptr, i32, i32, ...)
    define void @one(ptr addrspace(1) %p) gc "statepoint-example" {
      %t = call token (i64, i32, ptr, i32, i32, ...) @llvm.experimental.gc.statepoint.p0(i64 81985529216486895, i32 0, ptr elementtype(void (i64)) @f, i32 1, i32 0, i64 1, i32 0, i32 0) ["gc-live"(ptr addrspace(1) %p), "deopt"(i64 123456789012345)]
      ret void
    }
    define void @none() gc "statepoint-example" {
      ret void
    }
    define void @two() gc "statepoint-example" {
      %t = call token (i64, i32, ptr, i32, i32, ...) @llvm.experimental.gc.statepoint.p0(i64 7, i32 0, ptr elementtype(void (i64)) @f, i32 1, i32 0, i64 1, i32 0, i32 0)
      %u = call token (i64, i32, ptr, i32, i32, ...) @llvm.experimental.gc.statepoint.p0(i64 8, i32 0, ptr elementtype(void (i64)) @f, i32 1, i32 0, i64 2, i32 0, i32 0)
      ret void
    }
    """

  private static func compile(_ triple: String) throws -> (tools: StackPointerTools, [UInt8]) {
    let tools = try StackPointerTools()
    try tools.write(text, to: "a.ll")
    let bin = try StackPointerTools.llvmBin()
    try tools.shell("'\(bin)/llc' -O2 -mtriple=\(triple) -filetype=obj a.ll -o a.o")
    return (tools, try tools.read("a.o"))
  }

  @Test(arguments: ["x86_64-linux-gnu", "aarch64-linux-gnu"])
  func recordsAreThoseThatLLVMPrints(triple: String) throws {
    let (tools, bytes) = try Self.compile(triple)
    defer { tools.remove() }
    let object = try ObjectFile(bytes)
    let text = try CodeText(object)
    let table = try StackMapTable(object)
    let bin = try StackPointerTools.llvmBin()
    let printed = try tools.lines("'\(bin)/llvm-readobj' --stackmap a.o | grep 'Record ID'")
    #expect(
      table.records.map { "  Record ID: \($0.id), instruction offset: \($0.offset)" }
        == printed.map(String.init))
    let names = table.records.map { record in
      text.functions.first { $0.range.lowerBound == record.function }?.name
    }
    #expect(names == ["one", "two", "two"])
    for (record, name) in zip(table.records, names) {
      let function = try #require(text.functions.first { $0.name == name })
      let calls = try text.track(function).calls
      #expect(calls.contains { $0.returnOffset == record.offset }, "\(record)")
    }
  }

  @Test(arguments: ["x86_64-linux-gnu", "aarch64-linux-gnu"])
  func aTableThatIsCutShortIsRefused(triple: String) throws {
    let (tools, bytes) = try Self.compile(triple)
    defer { tools.remove() }
    let object = try ObjectFile(bytes)
    let section = try #require(object.section(named: StackMapTable.sectionName))
    // The version, and the numbers of functions and records.
    for offset in [0, 4, 12] {
      var damaged = bytes
      damaged[section.fileRange.lowerBound + offset] ^= 0x40
      let object = try ObjectFile(damaged)
      #expect(throws: StackMapError.self, "\(offset)") { try StackMapTable(object) }
    }
  }

  @Test func anExcludedSectionIsSeenByReadelfAsOne() throws {
    let (tools, bytes) = try Self.compile("x86_64-linux-gnu")
    defer { tools.remove() }
    let object = try ObjectFile(bytes)
    let section = try #require(object.section(named: StackMapTable.sectionName))
    let before = try tools.lines("readelf -SW a.o")
    try tools.write(object.excluding(section), to: "a.o")
    let after = try tools.lines("readelf -SW a.o")
    let changed = zip(before, after).filter { $0 != $1 }.map(\.1)
    #expect(changed.count == 1 && before.count == after.count)
    let words = try #require(changed.first).split(separator: " ")
    #expect(words.contains(".llvm_stackmaps") && words.contains("E"))
  }

  @Test(arguments: ["x86_64-linux-gnu", "aarch64-linux-gnu"])
  func instructionsAreWhereObjdumpFindsThem(triple: String) throws {
    let (tools, bytes) = try Self.compile(triple)
    defer { tools.remove() }
    let text = try CodeText(try ObjectFile(bytes))
    let objdump = triple.hasPrefix("x86") ? "objdump" : "aarch64-linux-gnu-objdump"
    let starts = try tools.lines("\(objdump) -d a.o | sed -n 's/^ *\\([0-9a-f]*\\):.*/\\1/p'")
      .compactMap { Int($0, radix: 16) }
    #expect(starts.count > 10)
    for (start, next) in zip(starts, starts.dropFirst()) {
      guard let function = text.function(around: start) else { continue }
      #expect(text.functions[function].range.contains(start))
      #expect(text.instruction(at: start) == start..<next)
    }
    #expect(text.instruction(at: text.bytes.count) == nil && text.instruction(at: -4) == nil)
  }
}

import TestSupport
import Testing

/// PCDATA values at the return address of every call, as objdump finds the calls, against what the
/// IR meant to say of them.
@Suite(.serialized)
struct MarkerIntentTests {
  static let levels = ["-O0", "-O1", "-O2", "-O3"]

  @Test(
    "Every call of optimised code has the values that stood before it, and no others",
    arguments: Machine.allCases, levels)
  func random(machine: Machine, level: String) throws {
    let folder = try TestFolder()
    var checked = 0
    for seed in 1...6 {
      let input = try folder.write(MarkedModule.text(seed: UInt64(seed)), to: "m.ll")
      try Command.compile(input, to: folder.path("m.o"), for: machine, level: level)
      checked += try Self.check(folder.path("m.o"), machine, "seed \(seed)")
    }
    #expect(checked > 100)
  }

  @Test(
    "Calls of one function in both arms of a branch keep their values apart",
    arguments: Machine.allCases, levels)
  func arms(machine: Machine, level: String) throws {
    let object = try Self.compile(
      """
      declare void @f(i64)
      define void @g(i1 %c) FN(1) {
        br i1 %c, label %a, label %b, LN(2)
      a:
        call void @go.pcdata(i32 3, i32 1), LN(3)
        call void @f(i64 1), LN(3)
        br label %e, LN(3)
      b:
        call void @go.pcdata(i32 3, i32 2), LN(4)
        call void @f(i64 1), LN(4)
        br label %e, LN(4)
      e:
        ret void, LN(5)
      }
      """, machine, level)
    #expect(try Self.values(object, machine).map(\.value).sorted() == [1, 2])
  }

  @Test(
    "Values go wherever a function is inlined, and stay in the original",
    arguments: Machine.allCases, ["-O1", "-O2", "-O3"])
  func inlined(machine: Machine, level: String) throws {
    let object = try Self.compile(
      """
      declare void @f(i64)
      define void @inner(i64 %n) FN(1) {
        call void @go.pcdata(i32 3, i32 45), LN(2)
        call void @f(i64 %n), LN(2)
        ret void, LN(3)
      }
      define void @one() FN(10) {
        call void @inner(i64 1), LN(11)
        ret void, LN(11)
      }
      define void @two() FN(20) {
        call void @inner(i64 2), LN(21)
        call void @inner(i64 3), LN(22)
        ret void, LN(23)
      }
      """, machine, level)
    let calls = try Disassembly(object.path, machine).calls
    // Checks of the stack call Go to grow it.
    #expect(calls.map(\.callee).filter { !$0.hasPrefix("runtime.") } == ["f", "f", "f", "f"])
    #expect(try Self.values(object, machine).map(\.value) == [45, 45, 45, 45])
  }

  @Test(
    "Of several values before a call the last one of an index holds", arguments: Machine.allCases)
  func last(machine: Machine) throws {
    let object = try Self.compile(
      """
      declare void @f(i64)
      define void @g() FN(1) {
        call void @go.pcdata(i32 3, i32 1), LN(2)
        call void @go.pcdata(i32 5, i32 2), LN(2)
        call void @go.pcdata(i32 3, i32 3), LN(2)
        call void @f(i64 1), LN(2)
        call void @f(i64 2), LN(3)
        ret void, LN(4)
      }
      """, machine, "-O2")
    let records = try Self.values(object, machine)
    let first = try #require(try Disassembly(object.path, machine).calls.first)
    #expect(records.map(\.address) == [first.address, first.address])
    #expect(records.map(\.index) == [3, 5])
    #expect(records.map(\.value) == [3, 2])
  }

  @Test(
    "A call that does not return has its value, and a return address inside its function",
    arguments: Machine.allCases, levels)
  func noReturn(machine: Machine, level: String) throws {
    let object = try Self.compile(
      """
      declare void @"want.3=9"(i64) noreturn
      define void @g(i64 %n) FN(1) {
        call void @go.pcdata(i32 3, i32 9), LN(2)
        call void @"want.3=9"(i64 %n), LN(2)
        unreachable, LN(2)
      }
      """, machine, level)
    #expect(try Self.check(object.path, machine, level) == 1)
    let call = try #require(try Disassembly(object.path, machine).calls.first)
    #expect(try Disassembly(object.path, machine).instructions[call.returnAddress] != nil)
  }

  @Test(
    "A value that no call follows is that of the PC where it stands", arguments: Machine.allCases)
  func place(machine: Machine) throws {
    let object = try Self.compile(
      """
      declare void @f(i64)
      define void @g(ptr %p) FN(1) {
        call void @f(i64 1), LN(2)
        call void @go.pcdata(i32 3, i32 7), LN(3)
        store i64 77, ptr %p, LN(3)
        ret void, LN(4)
      }
      """, machine, "-O2")
    let record = try #require(try Self.values(object, machine).first)
    #expect(record.size == 0 && record.index == 3 && record.value == 7)
    let code = try Disassembly(object.path, machine)
    let call = try #require(code.calls.first)
    let store = try #require(
      code.instructions.first {
        $0.key > call.address && $0.value.hasPrefix(machine == .x86_64 ? "movq $0x4d,(" : "str x8")
      })
    #expect(call.returnAddress...store.key ~= record.address)
    #expect(code.instructions[record.address] != nil)
  }

  // MARK: -

  private struct Object {
    let folder: TestFolder
    let path: String
  }

  private static func compile(
    _ code: String, _ machine: Machine, _ level: String
  ) throws -> Object {
    let folder = try TestFolder()
    let module = IRModule(code: "declare void @go.pcdata(i32, i32)\n" + code)
    return Object(
      folder: folder, path: try module.compile(in: folder, for: machine, level: level))
  }

  private static func values(_ object: Object, _ machine: Machine) throws -> [MarkerSection.Record]
  {
    try MarkerSection(object.path, machine).records
  }

  /// Compares all calls with what their callees' names say; returns how many there are.
  static func check(_ object: String, _ machine: Machine, _ what: String) throws -> Int {
    let calls = try Disassembly(object, machine).calls
    var found: [UInt64: [Int32: Int32]] = [:]
    var ends: [UInt64: UInt64] = [:]
    for record in try MarkerSection(object, machine).records {
      found[record.address, default: [:]][record.index] = record.value
      ends[record.address] = record.address + UInt64(record.size)
    }
    for call in calls {
      let values = found.removeValue(forKey: call.address) ?? [:]
      #expect(values == Intent.values(of: call.callee), "\(what), \(call)")
      if let end = ends[call.address] { #expect(end == call.returnAddress, "\(what), \(call)") }
    }
    #expect(found.isEmpty, "\(what): values at no call")
    // Checks of the stack call Go to grow it.
    return calls.count { !$0.callee.hasPrefix("runtime.") }
  }
}

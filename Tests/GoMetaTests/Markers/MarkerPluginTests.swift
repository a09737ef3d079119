import TestSupport
import Testing

/// A plugin's tables as Go's own runtime reads them: the values of PCDATA at return addresses,
/// which objdump finds, and the bytes of FUNCDATA.
@Suite(.serialized)
struct MarkerPluginTests {
  private static let declarations = ["func F(n int) int"]

  /// `F` and, in the first object, `Other`, which the second one defines.
  private static let code = """
    @table = private constant [3 x i32] [i32 1, i32 2, i32 -3]
    @words = constant [2 x i64] [i64 7, i64 9]
    declare void @go.pcdata(i32, i32)
    declare void @go.funcdata(i32, ptr)
    define internal i64 @"want.3=45"(i64 %n) noinline FN(20) {
      call void @go.funcdata(i32 4, ptr @table), LN(21)
      %x = mul i64 %n, %n, LN(21)
      ret i64 %x, LN(22)
    }
    define internal i64 @"want.3=-7.700=2147483647"(i64 %n) noinline FN(30) {
      %x = add i64 %n, 3, LN(31)
      ret i64 %x, LN(32)
    }
    define internal i64 @"want"(i64 %n) noinline FN(40) {
      %x = xor i64 %n, 5, LN(41)
      ret i64 %x, LN(42)
    }
    define internal i64 @both(i64 %n) FN(50) {
      call void @go.funcdata(i32 2, ptr @table), LN(51)
      call void @go.pcdata(i32 3, i32 45), LN(51)
      %x = call i64 @"want.3=45"(i64 %n), LN(51)
      %y = call i64 @"want"(i64 %x), LN(52)
      ret i64 %y, LN(53)
    }
    define i64 @{F}(i64 %n) FN(1) {
    entry:
      call void @go.funcdata(i32 2, ptr @words), LN(2)
      call void @go.funcdata(i32 4, ptr @table), LN(2)
      br label %loop, LN(2)
    loop:
      %i = phi i64 [0, %entry], [%j, %next], LN(3)
      %s = phi i64 [%n, %entry], [%v, %next], LN(3)
      %c = icmp slt i64 %s, 10, LN(3)
      br i1 %c, label %low, label %high, LN(3)
    low:
      %x = call i64 @both(i64 %s), LN(4)
      br label %next, LN(4)
    high:
      call void @go.pcdata(i32 3, i32 -7), LN(5)
      call void @go.pcdata(i32 700, i32 2147483647), LN(5)
      %y = call i64 @"want.3=-7.700=2147483647"(i64 %s), LN(5)
      br label %next, LN(5)
    next:
      %v = phi i64 [%x, %low], [%y, %high], LN(6)
      %j = add i64 %i, 1, LN(6)
      %d = icmp slt i64 %j, 3, LN(6)
      br i1 %d, label %loop, label %end, LN(6)
    end:
      ret i64 %v, LN(7)
    }
    """

  private static func plugin(
    in folder: TestFolder, _ machine: Machine, _ level: String
  ) throws -> String {
    let first = try IRModule(declarations: declarations, code: code)
      .compile(in: folder, as: "first", for: machine, level: level)
    // A second object with local symbols of the same names, and other values.
    let other = IRModule(
      path: "example.com/other",
      code: code.replacing("@{F}", with: "@Other").replacing("45", with: "46")
        .replacing("i32 -3", with: "i32 -4").replacing("@words", with: "@other_words"))
    let second = try other.compile(in: folder, as: "second", for: machine, level: level)
    let output = folder.path("module.so")
    try Command.link([first, second], path: "example.com/shapes", to: output)
    return output
  }

  @Test(
    "The runtime finds the values of every call, and none elsewhere", arguments: Machine.allCases,
    ["-O0", "-O2", "-O3"])
  func values(machine: Machine, level: String) throws {
    let folder = try TestFolder()
    let plugin = try Self.plugin(in: folder, machine, level)
    let indexes: [Int32] = [3, 4, 5, 700]
    var questions: [String] = []
    var answers: [String] = []
    for call in try Disassembly(plugin, machine).calls where call.callee.hasPrefix("want") {
      let values = Intent.values(of: call.callee)
      // What the runtime looks up for a frame: the byte before the return address.
      let last = call.returnAddress - (machine == .x86_64 ? 1 : 4)
      for index in indexes {
        for pc in [call.address, last, call.returnAddress] {
          questions.append("pcdata:\(String(pc, radix: 16)):\(index)")
          answers.append("\(pc == call.returnAddress ? -1 : values[index] ?? -1)")
        }
      }
    }
    #expect(questions.count >= 6 * indexes.count * 3)
    #expect(try Self.ask(plugin, machine, questions) == answers)
  }

  @Test("The runtime finds each function's data", arguments: Machine.allCases, ["-O0", "-O2"])
  func data(machine: Machine, level: String) throws {
    let folder = try TestFolder()
    let plugin = try Self.plugin(in: folder, machine, level)
    let symbols = try Tool.run(machine.binutil("nm"), [plugin]).lines.map(\.words)
    func address(_ name: String) throws -> String {
      try #require(symbols.first { $0.last == name }?.first, "\(name)")
    }
    let table = "0100000002000000fdffffff"
    let f = try address("example.com/shapes.F.body")
    let other = try address("Other")
    let leaf = try address("want")
    let answers = try Self.ask(
      plugin, machine,
      [
        "funcdata:\(f):2:16", "funcdata:\(f):4:12", "funcdata:\(f):7:1", "funcdata:\(other):4:12",
        "funcdata:\(leaf):2:1", "funcdata:\(leaf):4:1",
      ])
    #expect(
      answers == [
        "07000000000000000900000000000000", table, "nil", table.replacing("fdff", with: "fcff"),
        "nil", "nil",
      ])
  }

  private static func ask(
    _ plugin: String, _ machine: Machine, _ questions: [String]
  ) throws -> [String] {
    let outcome = try Host.markers(machine).run([plugin] + questions)
    let lines = outcome.output.lines
    guard outcome.status == 0, lines.last == "ok" else {
      throw Tool.Failure(description: outcome.output + outcome.errors)
    }
    return lines.dropLast()
  }
}

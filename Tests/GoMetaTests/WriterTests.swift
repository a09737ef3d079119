import GoMeta
import GoTypes
import LLVM
import Testing

/// The IR contract written from Swift is the one that textual IR carries: LLVM prints what was
/// written, and the text compiles to the same object.
@Suite struct WriterTests {
  private static let package = Package(path: "example.com/made", name: "made")

  /// `Add`, a method, variables of several kinds and a reference to a descriptor.
  private func makeModule(in context: borrowing Context) throws -> Module {
    let module = Module(name: "made.gl", in: context)
    module.sourceFileName = "made.gl"
    let types = module.context
    var writer = GoPackageWriter(Self.package)
    try writer.importPackage(
      Package(path: "example.com/other", name: "other"), declaring: ["type ID int32"])
    try writer.declare(
      "type Pair struct { A int8; B float64; Name string; IDs [2]other.ID; Any interface{} }",
      "func Add(a, b int) int", "func (p *Pair) First() int8", "var Count int", "var Last *Pair",
      "var Whole Pair", "func Kind() uintptr")
    let debug = try DebugInfoBuilder(module)
    let file = debug.file("made.gl", directory: "/src/made")
    let unit = debug.compileUnit(file, language: .go, producer: "test")
    func begin(_ function: Function, line: UInt32, _ builder: borrowing Builder) {
      let subprogram = debug.function(
        function.name, linkageName: function.name, in: unit, file: file, line: line,
        scopeLine: line, type: debug.subroutineType(in: file))
      function.subprogram = subprogram
      builder.position(atEndOf: function.appendBlock())
      builder.debugLocation = DebugLocation(line: line + 1, in: subprogram)
    }
    let builder = Builder(in: module)
    let add = try writer.function("Add", in: module)
    begin(add, line: 3, builder)
    builder.ret(builder.add(add.arguments[0], add.arguments[1]))
    let first = try writer.method("First", of: "Pair", in: module)
    begin(first, line: 6, builder)
    builder.ret(builder.load(types.i8, from: first.arguments[0], alignment: 1))
    let kind = try writer.function("Kind", in: module)
    begin(kind, line: 9, builder)
    let descriptor = try writer.descriptor(of: "map[string]*Pair", in: module)
    builder.ret(descriptor.pointerToInteger(types.i64))
    for name in ["Count", "Last", "Whole"] {
      let variable = try writer.variable(name, in: module)
      try variable.setInitializer(variable.valueType.zero)
    }
    debug.finalize()
    try writer.write(to: module)
    return module
  }

  @Test(arguments: ["x86_64-linux-gnu", "aarch64-linux-gnu"])
  func aWrittenModuleCompilesLikeItsText(triple: String) throws {
    let compiler = Compiler(target: try Target(release: "1.27", triple: triple))
    let context = try Context()
    let module = try makeModule(in: context)
    let text = module.text
    let fromMemory = try compiler.compile(module)
    let fromText = try compiler.compile(Array(text.utf8), name: "made.gl")
    // Arrays of thousands of bytes are not to be printed.
    let areEqual = fromMemory == fromText
    #expect(areEqual && !fromMemory.isEmpty)
  }

  @Test func functionsHaveTheTypesThatTheContractSays() throws {
    let context = try Context()
    let module = try makeModule(in: context)
    let lines = module.text.split(separator: "\n")
    for expected in [
      "define i64 @\"example.com/made.Add\"(i64 %0, i64 %1)",
      "define i8 @\"example.com/made.(*Pair).First\"(ptr addrspace(1) %0)",
      "@\"go.type:map[string]*Pair\" = external constant i8",
    ] { #expect(lines.contains { $0.hasPrefix(expected) }, "\(expected)") }
    // A 0, padding, B 8, Name 16, IDs 32, Any 40.
    let whole = lines.first { $0.hasPrefix("@\"example.com/made.Whole\"") }
    #expect(
      whole?.contains(
        "<{ i8, [7 x i8], double, <{ ptr addrspace(1), i64 }>, [2 x i32], "
          + "<{ ptr, ptr addrspace(1) }> }>") == true)
  }

  @Test func arraysAreAddressesAsParametersAndTheirElementsAsResults() throws {
    let context = try Context()
    let module = Module(name: "m", in: context)
    var writer = GoPackageWriter(Self.package)
    try writer.declare("func F(a [2]int, b [1]string) ([3]uint8, struct { x float64; y [2]*int })")
    let function = try writer.function("F", in: module)
    #expect(
      function.functionType.description
        == "{ i8, i8, i8, double, ptr addrspace(1), ptr addrspace(1) } "
        + "(ptr addrspace(1), ptr addrspace(1), i64)")
    try writer.declare("func Most() [256]bool")
    #expect(throws: Never.self) { try writer.function("Most", in: module) }
    try writer.declare("func More() [257]bool")
    #expect(message { _ = try writer.function("More", in: module) }.contains("256 scalars"))
  }

  @Test func whatIsNotDeclaredIsRefused() throws {
    let context = try Context()
    let module = Module(name: "m", in: context)
    var writer = GoPackageWriter(Self.package)
    #expect(message { try writer.declare("func F(x Missing)") }.contains("undeclared type Missing"))
    #expect(message { _ = try writer.function("F", in: module) }.contains("no such function"))
    #expect(message { _ = try writer.variable("V", in: module) }.contains("no such variable"))
    #expect(message { _ = try writer.method("M", of: "T", in: module) }.contains("no such method"))
    #expect(message { _ = try writer.descriptor(of: "Nope", in: module) }.contains("Nope"))
    try writer.write(to: module)
    #expect(message { try writer.write(to: module) }.contains("holds a package already"))
  }

  private func message(_ body: () throws -> Void) -> String {
    do {
      try body()
      return ""
    } catch { return "\(error)" }
  }
}

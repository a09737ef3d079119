import LLVM
import Testing

/// Calls put in the place of others, which must stay what they were.
@Suite struct CallRebuildingTests {
  private let text = """
    declare fastcc i64 @f(ptr, double)
    define i64 @g(ptr %p, double %d) !dbg !2 {
      %r = notail call fastcc noundef range(i64 0, 9) i64 @f(ptr nonnull align 8 %p, double %d) #0 ["deopt"(i32 1)], !dbg !5, !prof !6
      %s = call nnan double @h(double %d), !dbg !5
      ret i64 %r
    }
    declare double @h(double)
    attributes #0 = { nounwind "key"="value" }
    !llvm.dbg.cu = !{!0}
    !llvm.module.flags = !{!7}
    !0 = distinct !DICompileUnit(language: DW_LANG_C, file: !1)
    !1 = !DIFile(filename: "a.c", directory: "/")
    !2 = distinct !DISubprogram(name: "g", file: !1, type: !3, unit: !0)
    !3 = !DISubroutineType(types: !4)
    !4 = !{}
    !5 = !DILocation(line: 7, scope: !2)
    !6 = !{!"branch_weights", i32 9}
    !7 = !{i32 2, !"Debug Info Version", i32 3}
    """

  @Test func aRebuiltCallHasOneBundleMoreAndAllElse() throws {
    let context = try Context()
    let module = try Module(text: text, name: "m", in: context)
    let builder = Builder(in: module)
    let number = module.context.i32.constant(45).value
    for call in try required(module.function(named: "g")).instructions.compactMap({ CallSite($0) })
    {
      try builder.rebuild(call, adding: OperandBundle("more", [number]))
    }
    try expect(
      module,
      says: text.replacing("[\"deopt\"(i32 1)]", with: "[\"deopt\"(i32 1), \"more\"(i32 45)]")
        .replacing("@h(double %d),", with: "@h(double %d) [\"more\"(i32 45)],"))
  }

  @Test(arguments: Target.allCases) func aStatepointIsTheCodeOfItsCall(target: Target) throws {
    let text = """
      declare i64 @f(i8 zeroext, double)
      declare { i64, double } @s(ptr)
      define i64 @g(i8 %n, double %d, ptr %p, ptr %c) gc "statepoint-example" {
        %a = notail call i64 @f(i8 %n, double %d)
        %b = notail call { i64, double } @s(ptr %p)
        %e = extractvalue { i64, double } %b, 1
        notail call void %c(i64 %a, double %e, i64 1, i64 2, i64 3, i64 4, i64 5, i64 6, i64 7)
        ret i64 %a
      }
      """
    let context = try Context()
    let plain = try Module(text: text, name: "m", in: context)
    let marked = try Module(text: text, name: "m", in: context)
    let builder = Builder(in: marked)
    let function = try required(marked.function(named: "g"))
    for (number, call) in function.instructions.compactMap({ CallSite($0) }).enumerated() {
      try builder.makeStatepoint(call, id: UInt64(100 + number), in: marked)
    }
    let (with, places) = try code(target.object(marked))
    let (without, none) = try code(target.object(plain))
    #expect(with == without && !with.isEmpty)
    #expect(places == ["100", "101", "102"] && none.isEmpty)
  }

  @Test func aCallWithoutGCMakesItsFunctionOneWith() throws {
    let context = try Context()
    let module = try Module(
      text: """
        declare void @f()
        declare void @v(...)
        define void @g() {
          call void @f()
          call void (...) @v()
          ret void
        }
        """, name: "m", in: context)
    let builder = Builder(in: module)
    let function = try required(module.function(named: "g"))
    let calls = function.instructions.compactMap { CallSite($0) }
    try builder.makeStatepoint(calls[0], id: 1, in: module)
    #expect(function.garbageCollector == "statepoint-example")
    try module.verify()
    let variadic = calls[1]
    #expect(
      try thrown { () throws(LLVMError) in
        try builder.makeStatepoint(variadic, id: 2, in: module)
      } == .typeMismatch(expected: "a function that is not variadic", found: "void (...)"))
  }

  @Test func whatIsKeptOutlivesOptimisation() throws {
    let context = try Context()
    let module = try Module(
      text: """
        @used = internal global i8 1
        @kept = private unnamed_addr constant i64 7
        @equal = private unnamed_addr addrspace(1) constant i64 7
        @gone = private unnamed_addr constant i64 7
        @llvm.compiler.used = appending global [1 x ptr] [ptr @used], section "llvm.metadata"
        """, name: "m", in: context)
    let globals = ["kept", "equal", "kept"].compactMap { module.globalVariable(named: $0) }
    try module.keepThroughOptimization(globals)
    try module.run(passes: "default<O3>")
    #expect(
      ["used", "kept", "equal", "gone"].map { module.globalVariable(named: $0) != nil }
        == [true, true, true, false])
  }

  /// The instructions of an object, as LLVM's disassembler prints them, and the IDs of its stack
  /// maps, as its reader of objects does.
  private func code(_ object: [UInt8]) throws -> (instructions: [String], ids: [String]) {
    let folder = try Folder()
    try folder.write(object, "a.o")
    let text = try Tool.llvm("llvm-objdump").output(
      ["-dr", "--no-show-raw-insn", "a.o"], in: folder)
    let maps = try Tool.llvm("llvm-readobj").output(["--stackmap", "a.o"], in: folder)
    return (
      text.split(separator: "\n").map(String.init).filter { !$0.contains("file format") },
      maps.split(separator: "\n").compactMap { line in
        line.contains("Record ID: ")
          ? String(line.split(separator: ":")[1].dropFirst().prefix { $0.isNumber }) : nil
      }
    )
  }
}

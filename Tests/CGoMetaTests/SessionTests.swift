import CLLVM
import GoMeta
import GoMetaHeader
import GoTypes
import LLVM
import Testing

/// What a session writes, and when it may.
@Suite struct SessionTests {
  private static let declarations = """
    type Pair struct { A, B int }
    func (p *Pair) Sum() int
    type Summer interface { Sum() int }
    var Count int
    func Add(a, b int) int
    """

  /// The module is the one that the Swift API writes.
  @Test func writesWhatSwiftWrites() throws {
    let callers = CallersModule("module")
    LLVMSetSourceFileName(callers.module, "", 0)
    let session = try callers.session()
    defer { #expect(gometa_session_dispose(session) == GOMETA_OK) }
    try call { gometa_session_import(session, "time", "time", "type Duration int64", $0) }
    try call { gometa_session_import(session, "empty", "empty", nil, $0) }
    try call { gometa_session_declare(session, Self.declarations, $0) }
    var values = [LLVMValueRef?](repeating: nil, count: 5)
    try call { gometa_session_function(session, "Add", &values[0], $0) }
    try call { gometa_session_method(session, "Pair", "Sum", &values[1], $0) }
    try call { gometa_session_variable(session, "Count", &values[2], $0) }
    try call { gometa_session_type(session, "map[string]*Pair", &values[3], $0) }
    try call { gometa_session_itab(session, "*Pair", "Summer", &values[4], $0) }
    LLVMSetInitializer(values[2], LLVMConstInt(LLVMInt64TypeInContext(callers.context), 0, 0))
    let builder = LLVMCreateBuilderInContext(callers.context)
    defer { LLVMDisposeBuilder(builder) }
    LLVMPositionBuilderAtEnd(
      builder, LLVMAppendBasicBlockInContext(callers.context, values[0], ""))
    try call { gometa_session_funcdata(session, builder, 7, values[2], $0) }
    try call { gometa_session_pcdata(session, builder, 5, -6, $0) }
    LLVMBuildRet(builder, LLVMGetParam(values[0], 0))
    var facts = gometa_function_facts()
    facts.size = MemoryLayout<gometa_function_facts>.size
    facts.start_line = 12
    facts.is_wrapper = 1
    try "p.Other".withCString { name in
      facts.name = name
      try call { gometa_session_describe(session, values[0], &facts, $0) }
    }
    try call { gometa_session_finish(session, $0) }

    let context = try Context()
    let module = Module(name: "module", in: context)
    var writer = GoPackageWriter(Package(path: "example.com/p", name: "p"))
    try writer.importPackage(
      Package(path: "time", name: "time"), declaring: ["type Duration int64"])
    try writer.importPackage(Package(path: "empty", name: "empty"))
    try writer.declare(Self.declarations)
    let add = try writer.function("Add", in: module)
    _ = try writer.method("Sum", of: "Pair", in: module)
    let count = try writer.variable("Count", in: module)
    _ = try writer.descriptor(of: "map[string]*Pair", in: module)
    _ = try writer.itab(of: "*Pair", for: "Summer", in: module)
    try count.setInitializer(context.handle.i64.constant(0))
    let swiftBuilder = Builder(in: module)
    swiftBuilder.position(atEndOf: add.appendBlock())
    try writer.funcdata(7, count, swiftBuilder, in: module)
    try writer.pcdata(5, -6, swiftBuilder, in: module)
    swiftBuilder.ret(add.arguments[0])
    try writer.describe(add, name: "p.Other", startLine: 12, isWrapper: true, in: module)
    try writer.write(to: module)
    #expect(callers.text == module.text)
  }

  @Test func order() throws {
    let callers = try CallersModule(
      parsing: Array(
        """
        define i64 @"example.com/p.F"() !dbg !4 { ret i64 1, !dbg !6 }
        !llvm.dbg.cu = !{!0}
        !llvm.module.flags = !{!3}
        !0 = distinct !DICompileUnit(language: DW_LANG_C, file: !1, emissionKind: LineTablesOnly)
        !1 = !DIFile(filename: "p.gl", directory: "/src")
        !3 = !{i32 2, !"Debug Info Version", i32 3}
        !4 = distinct !DISubprogram(name: "F", file: !1, line: 3, type: !5, unit: !0, spFlags: DISPFlagDefinition)
        !5 = !DISubroutineType(types: !{null})
        !6 = !DILocation(line: 4, scope: !4)
        """.utf8))
    let session = try callers.session()
    var value: LLVMValueRef?
    var object: OpaquePointer?
    try call { gometa_session_declare(session, "func F() int", $0) }
    // Options are looked at before anything is done.
    var options = compileOptions()
    options.optimization = 9
    _ = try failure(GOMETA_ERROR_OPTION) {
      gometa_session_compile(session, &options, &object, $0)
    }
    try call { gometa_session_declare(session, "var V int", $0) }

    try call { gometa_session_finish(session, $0) }
    _ = try failure(GOMETA_ERROR_STATE) { gometa_session_declare(session, "var W int", $0) }
    _ = try failure(GOMETA_ERROR_STATE) { gometa_session_import(session, "q", "q", nil, $0) }
    _ = try failure(GOMETA_ERROR_STATE) { gometa_session_finish(session, $0) }
    try call { gometa_session_function(session, "F", &value, $0) }
    try call { gometa_session_type(session, "[]int", &value, $0) }

    try call { gometa_session_compile(session, nil, &object, $0) }
    #expect(take(object).count > 500)
    for function in [gometa_session_function, gometa_session_variable, gometa_session_type] {
      value = LLVMValueRef(bitPattern: 8)
      _ = try failure(GOMETA_ERROR_STATE) { function(session, "F", &value, $0) }
      #expect(value == nil, "results are NULL after a failure")
    }
    _ = try failure(GOMETA_ERROR_STATE) { gometa_session_declare(session, "var W int", $0) }
    _ = try failure(GOMETA_ERROR_STATE) { gometa_session_finish(session, $0) }
    _ = try failure(GOMETA_ERROR_STATE) { gometa_session_compile(session, nil, &object, $0) }
    #expect(gometa_session_dispose(session) == GOMETA_OK)
    #expect(gometa_session_dispose(session) == GOMETA_ERROR_HANDLE)
  }

  @Test func refusedDeclarations() throws {
    let callers = CallersModule()
    let session = try callers.session()
    defer { #expect(gometa_session_dispose(session) == GOMETA_OK) }
    let error = try failure(GOMETA_ERROR_DECLARATION) {
      gometa_session_declare(session, "type T int\nfunc F(t U)", $0)
    }
    #expect(error.declaration == 1 && error.line == 2 && error.column == 10)
    #expect(error.message.contains("declaration 1, 2:10: undeclared type U"))
    #expect(error.reason.hasPrefix("undeclared type U"))
    // The failing call has declared nothing.
    try call { gometa_session_declare(session, "type T string", $0) }
    // Texts are counted over the session.
    let second = try failure(GOMETA_ERROR_DECLARATION) { gometa_session_declare(session, "@", $0) }
    #expect(second.declaration == 2 && second.line == 1 && second.column == 1)
    var value: LLVMValueRef?
    _ = try failure(GOMETA_ERROR_DECLARATION) { gometa_session_type(session, "[]U", &value, $0) }
    let unknown = try failure(GOMETA_ERROR_CONTRACT) {
      gometa_session_function(session, "G", &value, $0)
    }
    #expect(unknown.symbol == "example.com/p.G" && unknown.reason == "no such function is declared")

    var other: OpaquePointer?
    let name = try failure(GOMETA_ERROR_DECLARATION) {
      gometa_session_create(callers.module, LLVMGetVersion, "example.com/q", "a-b", &other, $0)
    }
    #expect(name.message.contains("a-b") && other == nil)
  }

  /// LLVM's values that are not what a call takes are found out, not written to.
  @Test func valuesOfOtherKinds() throws {
    let callers = CallersModule()
    let others = CallersModule()
    let session = try callers.session()
    defer { #expect(gometa_session_dispose(session) == GOMETA_OK) }
    try call { gometa_session_declare(session, "func F()\nvar V int", $0) }
    var function: LLVMValueRef?
    var variable: LLVMValueRef?
    try call { gometa_session_function(session, "F", &function, $0) }
    try call { gometa_session_variable(session, "V", &variable, $0) }
    let i64 = LLVMInt64TypeInContext(others.context)
    let foreignVariable = LLVMAddGlobal(others.module, i64, "v")
    let foreignFunction = LLVMAddFunction(others.module, "f", LLVMFunctionType(i64, nil, 0, 0))
    let constant = LLVMConstInt(LLVMInt64TypeInContext(callers.context), 1, 0)
    let before = callers.text

    let builder = LLVMCreateBuilderInContext(callers.context)
    let foreignBuilder = LLVMCreateBuilderInContext(others.context)
    let orphan = LLVMCreateBasicBlockInContext(callers.context, "")
    defer {
      LLVMDisposeBuilder(builder)
      LLVMDisposeBuilder(foreignBuilder)
    }
    LLVMPositionBuilderAtEnd(
      foreignBuilder, LLVMAppendBasicBlockInContext(others.context, foreignFunction, ""))
    func refuse(_ builder: LLVMBuilderRef?) throws {
      _ = try failure(GOMETA_ERROR_CONTRACT) {
        gometa_session_funcdata(session, builder, 2, variable, $0)
      }
      _ = try failure(GOMETA_ERROR_CONTRACT) {
        gometa_session_pcdata(session, builder, 2, 3, $0)
      }
    }
    try refuse(builder)
    try refuse(foreignBuilder)
    LLVMPositionBuilderAtEnd(builder, orphan)
    try refuse(builder)
    #expect(callers.text == before)

    LLVMPositionBuilderAtEnd(builder, LLVMAppendBasicBlockInContext(callers.context, function, ""))
    for symbol in [function, foreignVariable, constant] {
      _ = try failure(GOMETA_ERROR_CONTRACT) {
        gometa_session_funcdata(session, builder, 2, symbol, $0)
      }
    }
    for value in [variable, foreignFunction, constant] {
      _ = try failure(GOMETA_ERROR_CONTRACT) { gometa_session_describe(session, value, nil, $0) }
    }
    LLVMClearInsertionPosition(builder)
    LLVMInsertExistingBasicBlockAfterInsertBlock(foreignBuilder, orphan)
  }

  /// A callback cannot use the session whose call it is told of.
  @Test func callbacksThatCallBack() throws {
    final class Call {
      var session: OpaquePointer?
      var statuses: [gometa_status] = []
    }
    let callers = CallersModule()
    let told = Call()
    told.session = try callers.session()
    defer { #expect(gometa_session_dispose(told.session) == GOMETA_OK) }
    try call { gometa_session_declare(told.session, "var V int", $0) }
    var options = compileOptions()
    options.progress = { context, _ in
      guard let context else { return }
      let told = Unmanaged<Call>.fromOpaque(context).takeUnretainedValue()
      told.statuses.append(gometa_session_declare(told.session, "var W int", nil))
    }
    options.progress_context = Unmanaged.passUnretained(told).toOpaque()
    var object: OpaquePointer?
    try call { gometa_session_compile(told.session, &options, &object, $0) }
    _ = take(object)
    #expect(!told.statuses.isEmpty && told.statuses.allSatisfy { $0 == GOMETA_ERROR_STATE })
  }
}

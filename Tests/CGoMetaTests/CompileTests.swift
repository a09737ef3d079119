import CLLVM
import Foundation
import GoMeta
import GoMetaHeader
import LLVM
import TestSupport
import Testing

/// Compiling through the header gives what the Swift API gives.
@Suite struct CompileTests {
  private func compile(
    _ options: gometa_compile_options?, _ input: [UInt8]? = nil, name: String = "geometry.ll"
  ) throws -> [UInt8] {
    let input = try input ?? Repository.bytes(Repository.geometry)
    var object: OpaquePointer?
    try call { error in
      guard var options else {
        return gometa_compile_ir(input, input.count, name, nil, &object, error)
      }
      return gometa_compile_ir(input, input.count, name, &options, &object, error)
    }
    return take(object)
  }

  @Test(arguments: [("1.27", "x86_64-linux-gnu", 2), ("1.21", "aarch64-linux-gnu", 0)])
  func objects(release: String, triple: String, level: Int) throws {
    let input = try Repository.bytes(Repository.geometry)
    let compiler = Compiler(
      target: try Target(release: release, triple: triple),
      optimization: try #require(.init(rawValue: level)))
    let expected = try compiler.compile(input, name: "geometry.ll")
    try release.withCString { go in
      try triple.withCString { target in
        var options = compileOptions()
        (options.go, options.target, options.optimization) = (go, target, UInt32(level))
        #expect(try compile(options) == expected)

        let module = try CallersModule(parsing: input)
        var object: OpaquePointer?
        try call { gometa_compile_module(module.module, LLVMGetVersion, &options, &object, $0) }
        // The module's own name stands in the object where the file's stood.
        #expect(take(object).count > 1000)
      }
    }
  }

  @Test func defaults() throws {
    let newest = try Compiler(target: Target(release: "1.27", triple: "x86_64-linux-gnu"))
      .compile(try Repository.bytes(Repository.geometry), name: "geometry.ll")
    #expect(try compile(nil) == newest)
    #expect(try compile(compileOptions()) == newest)
  }

  @Test func targetOfTheModuleItself() throws {
    let module = try CallersModule(parsing: try Repository.bytes(Repository.geometry))
    LLVMSetTarget(module.module, "aarch64-unknown-linux-gnu")
    var object: OpaquePointer?
    try call { gometa_compile_module(module.module, LLVMGetVersion, nil, &object, $0) }
    #expect(Array(take(object)[18..<20]) == [183, 0], "e_machine is EM_AARCH64")
  }

  @Test func declarationsOfAFile() throws {
    let folder = try TestFolder()
    try folder.write(
      "package geometry // import \"example.com/geometry\"\n\nfunc Add(a, b int) int\n",
      to: "geometry.go")
    let input = """
      define i64 @"example.com/geometry.Add"(i64 %a, i64 %b) !dbg !4 {
        %sum = add i64 %a, %b, !dbg !6
        ret i64 %sum, !dbg !6
      }
      !llvm.dbg.cu = !{!0}
      !llvm.module.flags = !{!3}
      !0 = distinct !DICompileUnit(language: DW_LANG_C, file: !1, emissionKind: LineTablesOnly)
      !1 = !DIFile(filename: "geometry.gl", directory: "/src")
      !3 = !{i32 2, !"Debug Info Version", i32 3}
      !4 = distinct !DISubprogram(name: "Add", file: !1, line: 3, type: !5, unit: !0, spFlags: DISPFlagDefinition)
      !5 = !DISubroutineType(types: !{null})
      !6 = !DILocation(line: 4, scope: !4)
      """
    let file = try DeclarationFile(
      try Files.read(folder.path("geometry.go")), name: folder.path("geometry.go"))
    let expected = try Compiler(target: Target(release: "1.27", triple: "x86_64-linux-gnu"))
      .compile(Array(input.utf8), name: "geometry.ll", declarations: file)
    try folder.path("geometry.go").withCString { path in
      var options = compileOptions()
      options.declarations = path
      let object = try compile(options, Array(input.utf8))
      #expect(object == expected)
    }

    try folder.write("package geometry // import \"g\"\n\nfunc Add(a, b itn) int\n", to: "bad.go")
    try folder.path("bad.go").withCString { path in
      var options = compileOptions()
      options.declarations = path
      let error = try #require(throws: CallError.self) {
        try compile(options, Array(input.utf8))
      }
      #expect(error.status == GOMETA_ERROR_DECLARATION)
      #expect(error.file == folder.path("bad.go") && error.line == 3 && error.column == 15)
    }
  }

  @Test func stepsAreTold() throws {
    final class Steps { var steps: [String] = [] }
    let told = Steps()
    let expected = Steps()
    let input = try Repository.bytes(Repository.geometry)
    nonisolated(unsafe) let unsafe = expected
    _ = try Compiler(target: Target(release: "1.27", triple: "x86_64-linux-gnu")) {
      unsafe.steps.append($0)
    }
    .compile(input, name: "geometry.ll")
    var options = compileOptions()
    options.progress = { context, step in
      guard let context, let step else { return }
      Unmanaged<Steps>.fromOpaque(context).takeUnretainedValue()
        .steps.append(String(cString: step))
    }
    options.progress_context = Unmanaged.passUnretained(told).toOpaque()
    _ = try compile(options)
    #expect(told.steps == expected.steps && !told.steps.isEmpty)
  }

  /// A caller of an older header knows fewer members, one of a newer more.
  @Test func sizesOfOptions() throws {
    let input = try Repository.bytes(Repository.geometry)
    let size = MemoryLayout<gometa_compile_options>.size
    let memory = UnsafeMutableRawPointer.allocate(byteCount: size + 16, alignment: 16)
    defer { memory.deallocate() }
    func compile(size stated: Int, tail: UInt8) -> (ErrorPlace?) -> gometa_status {
      { error in
        memory.initializeMemory(as: UInt8.self, repeating: tail, count: size + 16)
        var options = compileOptions()
        options.size = stated
        memory.copyMemory(from: &options, byteCount: size)
        var object: OpaquePointer?
        let status = gometa_compile_ir(
          input, input.count, "geometry.ll",
          memory.assumingMemoryBound(to: gometa_compile_options.self), &object, error)
        #expect((object != nil) == (status == GOMETA_OK))
        _ = gometa_buffer_dispose(object)
        return status
      }
    }
    try call(compile(size: size, tail: 0xff))
    try call(compile(size: size + 16, tail: 0))
    for (stated, tail) in [(size + 8, UInt8(1)), (size - 8, 0), (0, 0), (-1, 0), (1 << 40, 0)] {
      let error = try failure(GOMETA_ERROR_OPTION, compile(size: stated, tail: tail))
      #expect(error.message.hasPrefix("options has"))
    }
  }

  @Test func optionsThatDoNotExist() throws {
    func failure(_ change: (inout gometa_compile_options) -> Void) throws -> String {
      var options = compileOptions()
      change(&options)
      let error = try #require(throws: CallError.self) { try compile(options) }
      #expect(error.status == GOMETA_ERROR_OPTION)
      return error.message
    }
    #expect(try failure { $0.optimization = 4 } == "options.optimization is 4, not 0 to 3")
    let words = ["1.99", "riscv64-linux-gnu"].map { (text: String) in strdup(text) }
    defer { for word in words { free(word) } }
    #expect(
      try failure { $0.go = UnsafePointer(words[0]) }.hasPrefix("unknown Go release \"1.99\""))
    #expect(
      try failure { $0.target = UnsafePointer(words[1]) }
        .hasPrefix("unknown target \"riscv64-linux-gnu\""))
  }

  /// Statuses and places of what is wrong with a module.
  @Test func placesOfFaults() throws {
    func failure(_ text: String) throws -> CallError {
      try #require(throws: CallError.self) { try compile(nil, Array(text.utf8), name: "m.ll") }
    }
    let syntax = try failure("define void @f( {")
    #expect(syntax.status == GOMETA_ERROR_LLVM && syntax.file == "m.ll")

    let nothing = try failure("")
    #expect(nothing.status == GOMETA_ERROR_CONTRACT && nothing.file == "m.ll")

    let declaration = try failure(
      """
      !go.package = !{!0}
      !go.declarations = !{!1, !2}
      !0 = !{!"example.com/p", !"p"}
      !1 = !{!"type T int"}
      !2 = !{!"\\0Afunc F(a itn)"}
      """)
    #expect(declaration.status == GOMETA_ERROR_DECLARATION && declaration.file == "m.ll")
    #expect(declaration.declaration == 2 && declaration.line == 2 && declaration.column == 10)

    let body = try failure(
      """
      !go.package = !{!0}
      !go.declarations = !{!1}
      !0 = !{!"example.com/p", !"p"}
      !1 = !{!"func F()"}
      define void @"example.com/p.F"() { ret void }
      """)
    #expect(body.status == GOMETA_ERROR_CONTRACT && body.symbol == "example.com/p.F")
  }
}

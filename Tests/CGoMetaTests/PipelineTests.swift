import CLLVM
import GoMeta
import GoMetaHeader
import LLVM
import Testing

/// Compiling in parts, around a caller's own passes.
@Suite struct PipelineTests {
  @Test func stepsAndTheirOrder() throws {
    let input = try Repository.bytes(Repository.geometry)
    let callers = try CallersModule(parsing: input)
    var pipeline: OpaquePointer?
    try call { gometa_pipeline_begin(callers.module, LLVMGetVersion, nil, &pipeline, $0) }
    try call { gometa_pipeline_optimize(pipeline, $0) }
    try call { gometa_pipeline_end(pipeline, $0) }
    _ = try failure(GOMETA_ERROR_STATE) { gometa_pipeline_optimize(pipeline, $0) }
    _ = try failure(GOMETA_ERROR_STATE) { gometa_pipeline_end(pipeline, $0) }
    #expect(gometa_pipeline_dispose(pipeline) == GOMETA_OK)

    // The same in Swift.
    let context = try Context()
    let module = try Module(parsing: input, name: "test.ll", in: context)
    let compiler = Compiler(target: try Target(release: "1.27", triple: "x86_64-linux-gnu"))
    var swift = try CompilePipeline(compiler, beginning: module)
    try swift.optimize(module)
    try swift.end(module)
    #expect(callers.text == module.text)
  }

  /// What needs work on machine code is told before anything is done.
  @Test func releasesWithoutModules() throws {
    let callers = try CallersModule(parsing: try Repository.bytes(Repository.geometry))
    var pipeline: OpaquePointer?
    try "1.2".withCString { go in
      var options = compileOptions()
      options.go = go
      let error = try failure(GOMETA_ERROR_CONTRACT) {
        gometa_pipeline_begin(callers.module, LLVMGetVersion, &options, &pipeline, $0)
      }
      #expect(error.message.contains("Go 1.2") && pipeline == nil)
    }
  }
}

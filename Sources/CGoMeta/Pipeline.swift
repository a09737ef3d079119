import GoMeta
import GoMetaHeader
import LLVM

/// The parts of compiling around a caller's own passes. Its calls take turns.
final class Pipeline: @unchecked Sendable {
  private let turns = Turns()
  private let module: Module
  private var pipeline: CompilePipeline
  private var hasEnded = false

  init(_ module: consuming Module, _ options: CompileOptions) throws(Failure) {
    let compiler = try options.compiler(for: module)
    try options.declare(in: module, for: compiler)
    do { pipeline = try CompilePipeline(compiler, beginning: module) } catch {
      throw Failure(error)
    }
    self.module = module
  }

  func optimize() throws(Failure) {
    try turns.take { () throws(Failure) in
      try requireOpen()
      do throws(CompileError) { try pipeline.optimize(module) } catch { throw Failure(error) }
    }
  }

  func end() throws(Failure) {
    try turns.take { () throws(Failure) in
      try requireOpen()
      hasEnded = true
      do throws(CompileError) { try pipeline.end(module) } catch { throw Failure(error) }
    }
  }

  private func requireOpen() throws(Failure) {
    if hasEnded { throw Failure(GOMETA_ERROR_STATE, "the pipeline has ended already") }
  }
}

@c @implementation
public func gometa_pipeline_begin(
  _ module: LLVMModuleRef?, _ llvm: gometa_llvm_version?,
  _ options: UnsafePointer<gometa_compile_options>?,
  _ pipeline: UnsafeMutablePointer<OpaquePointer?>?,
  _ error: UnsafeMutablePointer<OpaquePointer?>?
) -> gometa_status {
  report(error) { () throws(Failure) in
    let pipeline = try Outcome(pipeline, "pipeline")
    let options = try CompileOptions(options)
    pipeline.set(Handles.pipelines.add(try Pipeline(try borrow(module, llvm), options)))
  }
}

@c @implementation
public func gometa_pipeline_optimize(
  _ pipeline: OpaquePointer?, _ error: UnsafeMutablePointer<OpaquePointer?>?
) -> gometa_status {
  report(error) { () throws(Failure) in
    try Handles.pipelines.object(pipeline, "pipeline").optimize()
  }
}

@c @implementation
public func gometa_pipeline_end(
  _ pipeline: OpaquePointer?, _ error: UnsafeMutablePointer<OpaquePointer?>?
) -> gometa_status {
  report(error) { () throws(Failure) in
    try Handles.pipelines.object(pipeline, "pipeline").end()
  }
}

@c @implementation
public func gometa_pipeline_dispose(_ pipeline: OpaquePointer?) -> gometa_status {
  Handles.pipelines.dispose(pipeline)
}

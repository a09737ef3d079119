import GoMeta
import GoMetaHeader
import GoRelease
import LLVM

/// What the header's options say of compiling.
struct CompileOptions {
  private let release: String?
  private let triple: String?
  private let optimization: Compiler.Optimization
  let declarations: DeclarationFile?
  private let imports: [DeclarationFile]
  let progress: @Sendable (String) -> Void

  init(_ given: UnsafePointer<gometa_compile_options>?) throws(Failure) {
    let options = try gometa_compile_options.read(given, "options")
    release = try optionalText(options.go, "options.go")
    triple = try optionalText(options.target, "options.target")
    guard let level = Compiler.Optimization(rawValue: Int(options.optimization)) else {
      throw Failure(
        GOMETA_ERROR_OPTION, "options.optimization is \(options.optimization), not 0 to 3")
    }
    optimization = level
    let imports = try texts(options.imports, options.import_count, "options.imports")
    declarations = try optionalText(options.declarations, "options.declarations")
      .map { (path) throws(Failure) in try declarationFile(path) }
    self.imports = try imports.map { (path) throws(Failure) in try declarationFile(path) }
    progress = CGoMeta.progress(options.progress, options.progress_context)
  }

  func compiler(for module: borrowing Module) throws(Failure) -> Compiler {
    do {
      return Compiler(
        target: try Target(release: release, triple: triple, for: module),
        optimization: optimization, progress: progress)
    } catch { throw Failure(error) }
  }

  /// Writes what files declare into the module that they are about.
  func declare(in module: borrowing Module, for compiler: Compiler) throws(Failure) {
    do {
      try declarations?.write(to: module, imports: imports, release: compiler.target.release)
    } catch { throw Failure(error) }
  }
}

private func declarationFile(_ path: String) throws(Failure) -> DeclarationFile {
  let bytes: [UInt8]
  do { bytes = try Files.read(path) } catch { throw Failure(error) }
  do { return try DeclarationFile(bytes, name: path) } catch { throw Failure(error) }
}

/// A module of the caller's, which outlives this value.
func borrow(
  _ module: LLVMModuleRef?, _ llvm: gometa_llvm_version?
) throws(Failure) -> Module {
  guard let module else { throw .null("module") }
  try checkLLVM(llvm)
  do { return try Module(borrowing: module) } catch { throw Failure(error) }
}

@c @implementation
public func gometa_compile_ir(
  _ bytes: UnsafeRawPointer?, _ size: Int, _ name: UnsafePointer<CChar>?,
  _ options: UnsafePointer<gometa_compile_options>?,
  _ object: UnsafeMutablePointer<OpaquePointer?>?, _ error: UnsafeMutablePointer<OpaquePointer?>?
) -> gometa_status {
  report(error) { () throws(Failure) in
    let object = try Outcome(object, "object")
    let bytes = try array(bytes?.assumingMemoryBound(to: UInt8.self), size, "bytes")
    let name = try text(name, "name")
    let options = try CompileOptions(options)
    options.progress("reading \(name)")
    let module: Module
    do throws(CompileError) { module = try Compiler.module(Array(bytes), name: name) } catch {
      throw Failure(error)
    }
    let compiler = try options.compiler(for: module)
    try options.declare(in: module, for: compiler)
    do throws(CompileError) {
      object.set(Handles.buffers.add(Buffer(try compiler.compile(module, name: name))))
    } catch {
      throw Failure(error)
    }
  }
}

@c @implementation
public func gometa_compile_module(
  _ module: LLVMModuleRef?, _ llvm: gometa_llvm_version?,
  _ options: UnsafePointer<gometa_compile_options>?,
  _ object: UnsafeMutablePointer<OpaquePointer?>?, _ error: UnsafeMutablePointer<OpaquePointer?>?
) -> gometa_status {
  report(error) { () throws(Failure) in
    let object = try Outcome(object, "object")
    let module = try borrow(module, llvm)
    let options = try CompileOptions(options)
    let compiler = try options.compiler(for: module)
    try options.declare(in: module, for: compiler)
    do throws(CompileError) {
      object.set(Handles.buffers.add(Buffer(try compiler.compile(module))))
    } catch {
      throw Failure(error)
    }
  }
}

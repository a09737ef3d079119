import GoMeta
import GoMetaHeader
import GoTypes
import LLVM

/// One package's declarations on their way into a module of the caller's. Its calls take turns.
final class Session: @unchecked Sendable {
  private enum Stage {
    /// Takes declarations.
    case open
    /// Has them written; code may still be made.
    case finished
    /// What became of the module is good for nothing else.
    case compiled
  }

  private let turns = Turns()
  private let module: Module
  private var writer: GoPackageWriter
  private var stage = Stage.open

  init(_ module: consuming Module, _ package: Package) throws(Failure) {
    self.module = module
    writer = GoPackageWriter(package)
    // Refuses a package that could never be declared.
    try declare { (writer) throws(CompileError) in try writer.declare() }
  }

  /// Declares something, which only an open session does.
  func declare(_ body: (inout GoPackageWriter) throws(CompileError) -> Void) throws(Failure) {
    try turns.take { () throws(Failure) in
      guard stage == .open else {
        throw Self.state("the session is finished: nothing can be declared")
      }
      do throws(CompileError) { try body(&writer) } catch { throw Failure(error) }
    }
  }

  /// Finds or writes something in the module, which lasts until it is compiled.
  func use<Value>(
    _ body: (GoPackageWriter, borrowing Module) throws(CompileError) -> Value
  ) throws(Failure) -> Value {
    try check { (writer, module) throws(Failure) in
      do throws(CompileError) { return try body(writer, module) } catch { throw Failure(error) }
    }
  }

  /// The same for who looks at what the caller gave first.
  func check<Value>(
    _ body: (GoPackageWriter, borrowing Module) throws(Failure) -> Value
  ) throws(Failure) -> Value {
    try turns.take { () throws(Failure) in
      guard stage != .compiled else { throw Self.state("the session's module was compiled") }
      return try body(writer, module)
    }
  }

  func finish() throws(Failure) {
    try turns.take { () throws(Failure) in
      guard stage == .open else { throw Self.state("the session is finished already") }
      try write()
    }
  }

  func compile(_ options: CompileOptions) throws(Failure) -> [UInt8] {
    try turns.take { () throws(Failure) in
      guard stage != .compiled else {
        throw Self.state("the session's module was compiled already")
      }
      guard options.declarations == nil else {
        throw Failure(
          GOMETA_ERROR_OPTION, "options.declarations: the session itself declares its package")
      }
      let compiler = try options.compiler(for: module)
      if stage == .open { try write() }
      stage = .compiled
      do throws(CompileError) { return try compiler.compile(module) } catch { throw Failure(error) }
    }
  }

  private func write() throws(Failure) {
    do { try writer.write(to: module) } catch { throw Failure(error) }
    stage = .finished
  }

  private static func state(_ message: String) -> Failure { Failure(GOMETA_ERROR_STATE, message) }
}

@c @implementation
public func gometa_session_create(
  _ module: LLVMModuleRef?, _ llvm: gometa_llvm_version?, _ path: UnsafePointer<CChar>?,
  _ name: UnsafePointer<CChar>?, _ session: UnsafeMutablePointer<OpaquePointer?>?,
  _ error: UnsafeMutablePointer<OpaquePointer?>?
) -> gometa_status {
  report(error) { () throws(Failure) in
    let session = try Outcome(session, "session")
    let package = Package(path: try text(path, "path"), name: try text(name, "name"))
    session.set(Handles.sessions.add(try Session(try borrow(module, llvm), package)))
  }
}

@c @implementation
public func gometa_session_import(
  _ session: OpaquePointer?, _ path: UnsafePointer<CChar>?, _ name: UnsafePointer<CChar>?,
  _ declarations: UnsafePointer<CChar>?, _ error: UnsafeMutablePointer<OpaquePointer?>?
) -> gometa_status {
  report(error) { () throws(Failure) in
    let session = try Handles.sessions.object(session, "session")
    let package = Package(path: try text(path, "path"), name: try text(name, "name"))
    let declarations = try optionalText(declarations, "declarations").map { [$0] } ?? []
    try session.declare { (writer) throws(CompileError) in
      try writer.importPackage(package, declaring: declarations)
    }
  }
}

@c @implementation
public func gometa_session_declare(
  _ session: OpaquePointer?, _ declarations: UnsafePointer<CChar>?,
  _ error: UnsafeMutablePointer<OpaquePointer?>?
) -> gometa_status {
  report(error) { () throws(Failure) in
    let session = try Handles.sessions.object(session, "session")
    let declarations = try text(declarations, "declarations")
    try session.declare { (writer) throws(CompileError) in try writer.declare(declarations) }
  }
}

@c @implementation
public func gometa_session_finish(
  _ session: OpaquePointer?, _ error: UnsafeMutablePointer<OpaquePointer?>?
) -> gometa_status {
  report(error) { () throws(Failure) in
    try Handles.sessions.object(session, "session").finish()
  }
}

@c @implementation
public func gometa_session_compile(
  _ session: OpaquePointer?, _ options: UnsafePointer<gometa_compile_options>?,
  _ object: UnsafeMutablePointer<OpaquePointer?>?, _ error: UnsafeMutablePointer<OpaquePointer?>?
) -> gometa_status {
  report(error) { () throws(Failure) in
    let object = try Outcome(object, "object")
    let session = try Handles.sessions.object(session, "session")
    let bytes = try session.compile(try CompileOptions(options))
    object.set(Handles.buffers.add(Buffer(bytes)))
  }
}

@c @implementation
public func gometa_session_dispose(_ session: OpaquePointer?) -> gometa_status {
  Handles.sessions.dispose(session)
}

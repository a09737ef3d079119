import GoMeta
import GoMetaHeader
import LLVM

// What a session finds and writes in its module.

@c @implementation
public func gometa_session_function(
  _ session: OpaquePointer?, _ name: UnsafePointer<CChar>?,
  _ function: UnsafeMutablePointer<LLVMValueRef?>?, _ error: UnsafeMutablePointer<OpaquePointer?>?
) -> gometa_status {
  report(error) { () throws(Failure) in
    let function = try Outcome(function, "function")
    let session = try Handles.sessions.object(session, "session")
    let name = try text(name, "name")
    function.set(
      try session.use { (writer, module) throws(CompileError) in
        try writer.function(name, in: module).unmanaged
      })
  }
}

@c @implementation
public func gometa_session_method(
  _ session: OpaquePointer?, _ type: UnsafePointer<CChar>?, _ name: UnsafePointer<CChar>?,
  _ function: UnsafeMutablePointer<LLVMValueRef?>?, _ error: UnsafeMutablePointer<OpaquePointer?>?
) -> gometa_status {
  report(error) { () throws(Failure) in
    let function = try Outcome(function, "function")
    let session = try Handles.sessions.object(session, "session")
    let type = try text(type, "type")
    let name = try text(name, "name")
    function.set(
      try session.use { (writer, module) throws(CompileError) in
        try writer.method(name, of: type, in: module).unmanaged
      })
  }
}

@c @implementation
public func gometa_session_variable(
  _ session: OpaquePointer?, _ name: UnsafePointer<CChar>?,
  _ variable: UnsafeMutablePointer<LLVMValueRef?>?, _ error: UnsafeMutablePointer<OpaquePointer?>?
) -> gometa_status {
  report(error) { () throws(Failure) in
    let variable = try Outcome(variable, "variable")
    let session = try Handles.sessions.object(session, "session")
    let name = try text(name, "name")
    variable.set(
      try session.use { (writer, module) throws(CompileError) in
        try writer.variable(name, in: module).unmanaged
      })
  }
}

@c @implementation
public func gometa_session_type(
  _ session: OpaquePointer?, _ type: UnsafePointer<CChar>?,
  _ descriptor: UnsafeMutablePointer<LLVMValueRef?>?,
  _ error: UnsafeMutablePointer<OpaquePointer?>?
) -> gometa_status {
  report(error) { () throws(Failure) in
    let descriptor = try Outcome(descriptor, "descriptor")
    let session = try Handles.sessions.object(session, "session")
    let type = try text(type, "type")
    descriptor.set(
      try session.use { (writer, module) throws(CompileError) in
        try writer.descriptor(of: type, in: module).unmanaged
      })
  }
}

@c @implementation
public func gometa_session_itab(
  _ session: OpaquePointer?, _ type: UnsafePointer<CChar>?,
  _ interface_type: UnsafePointer<CChar>?, _ itab: UnsafeMutablePointer<LLVMValueRef?>?,
  _ error: UnsafeMutablePointer<OpaquePointer?>?
) -> gometa_status {
  report(error) { () throws(Failure) in
    let itab = try Outcome(itab, "itab")
    let session = try Handles.sessions.object(session, "session")
    let type = try text(type, "type")
    let interface = try text(interface_type, "interface_type")
    itab.set(
      try session.use { (writer, module) throws(CompileError) in
        try writer.itab(of: type, for: interface, in: module).unmanaged
      })
  }
}

@c @implementation
public func gometa_session_funcdata(
  _ session: OpaquePointer?, _ builder: LLVMBuilderRef?, _ index: Int32, _ symbol: LLVMValueRef?,
  _ error: UnsafeMutablePointer<OpaquePointer?>?
) -> gometa_status {
  report(error) { () throws(Failure) in
    let session = try Handles.sessions.object(session, "session")
    guard let builder else { throw .null("builder") }
    guard let symbol else { throw .null("symbol") }
    try session.check { (writer, module) throws(Failure) in
      let builder = try place(of: builder, in: module)
      guard let symbol = GlobalVariable(Value.unmanaged(symbol)), symbol.stands(in: module) else {
        throw Failure(
          GOMETA_ERROR_CONTRACT, "symbol is no global variable of the session's module")
      }
      do throws(CompileError) { try writer.funcdata(index, symbol, builder, in: module) } catch {
        throw Failure(error)
      }
    }
  }
}

@c @implementation
public func gometa_session_pcdata(
  _ session: OpaquePointer?, _ builder: LLVMBuilderRef?, _ index: Int32, _ value: Int32,
  _ error: UnsafeMutablePointer<OpaquePointer?>?
) -> gometa_status {
  report(error) { () throws(Failure) in
    let session = try Handles.sessions.object(session, "session")
    guard let builder else { throw .null("builder") }
    try session.check { (writer, module) throws(Failure) in
      let builder = try place(of: builder, in: module)
      do throws(CompileError) { try writer.pcdata(index, value, builder, in: module) } catch {
        throw Failure(error)
      }
    }
  }
}

@c @implementation
public func gometa_session_describe(
  _ session: OpaquePointer?, _ function: LLVMValueRef?,
  _ facts: UnsafePointer<gometa_function_facts>?, _ error: UnsafeMutablePointer<OpaquePointer?>?
) -> gometa_status {
  report(error) { () throws(Failure) in
    let session = try Handles.sessions.object(session, "session")
    guard let function else { throw .null("function") }
    let facts = try gometa_function_facts.read(facts, "facts")
    let name = try optionalText(facts.name, "facts.name")
    try session.check { (writer, module) throws(Failure) in
      guard let function = Function(Value.unmanaged(function)), function.stands(in: module) else {
        throw Failure(GOMETA_ERROR_CONTRACT, "function is no function of the session's module")
      }
      do throws(CompileError) {
        try writer.describe(
          function, name: name, startLine: facts.start_line == 0 ? nil : facts.start_line,
          isWrapper: facts.is_wrapper != 0, in: module)
      } catch { throw Failure(error) }
    }
  }
}

/// A builder that stands in a function of the module.
private func place(
  of builder: LLVMBuilderRef, in module: borrowing Module
) throws(Failure) -> Builder {
  let builder = Builder(borrowing: builder, in: module)
  guard let function = builder.block?.function, function.stands(in: module) else {
    throw Failure(
      GOMETA_ERROR_CONTRACT,
      "builder stands in no function of the session's module: position it first")
  }
  return builder
}

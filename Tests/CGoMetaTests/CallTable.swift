import CLLVM
import Foundation
import GoMetaHeader
import TestSupport

/// Arguments of a call, all of them good but for one that a test sets.
final class Arguments {
  let callers = CallersModule()
  /// A live handle of each kind, by its type's name.
  private(set) var handles: [String: OpaquePointer] = [:]
  let builder: LLVMBuilderRef?
  private let folder: TestFolder
  private let pipelineModule: CallersModule
  private var function: LLVMValueRef?
  private var variable: LLVMValueRef?

  /// The argument to be bad, and what it is then.
  var bad: (name: String, value: OpaquePointer?)?
  /// The parameters that the last call has asked for.
  var asked: Set<String> = []
  /// Where results go.
  private let slot = UnsafeMutablePointer<OpaquePointer?>.allocate(capacity: 1)
  var result: OpaquePointer? {
    get { slot.pointee }
    set { slot.initialize(to: newValue) }
  }

  init() throws {
    folder = try TestFolder()
    let session = try callers.session()
    builder = LLVMCreateBuilderInContext(callers.context)
    var result: OpaquePointer?
    let input = try Repository.bytes(Repository.geometry)
    pipelineModule = try CallersModule(parsing: input)
    handles["gometa_session"] = session

    try call { gometa_session_declare(session, "func F()\nvar V int", $0) }
    try call { gometa_session_function(session, "F", &function, $0) }
    try call { gometa_session_variable(session, "V", &variable, $0) }
    LLVMPositionBuilderAtEnd(builder, LLVMAppendBasicBlockInContext(callers.context, function, ""))
    _ = gometa_session_declare(nil, "", &result)
    handles["gometa_error"] = result
    try call { gometa_compile_ir(input, input.count, "geometry.ll", nil, &result, $0) }
    handles["gometa_buffer"] = result
    let object = folder.path("geometry.o")
    try call { gometa_buffer_write(result, object, $0) }
    try object.withCString { path in
      var paths: [UnsafePointer<CChar>?] = [path]
      try call { gometa_rebuild(&paths, 1, nil, &result, $0) }
    }
    handles["gometa_table"] = result
    try call { gometa_table_notes(handles["gometa_table"], &result, $0) }
    handles["gometa_texts"] = result
    try call { gometa_pipeline_begin(pipelineModule.module, LLVMGetVersion, nil, &result, $0) }
    handles["gometa_pipeline"] = result
  }

  deinit {
    _ = gometa_session_dispose(handles["gometa_session"])
    _ = gometa_error_dispose(handles["gometa_error"])
    _ = gometa_buffer_dispose(handles["gometa_buffer"])
    _ = gometa_table_dispose(handles["gometa_table"])
    _ = gometa_texts_dispose(handles["gometa_texts"])
    _ = gometa_pipeline_dispose(handles["gometa_pipeline"])
    LLVMDisposeBuilder(builder)
    slot.deallocate()
  }

  private func argument(_ name: String, _ good: OpaquePointer?) -> OpaquePointer? {
    asked.insert(name)
    return bad?.name == name ? bad?.value : good
  }

  func handle(_ name: String) -> OpaquePointer? { argument(name, handles["gometa_" + name]) }

  func text(_ name: String) -> UnsafePointer<CChar>? {
    UnsafePointer(argument(name, OpaquePointer(Self.word)))
  }

  func place(_ name: String) -> UnsafeMutablePointer<OpaquePointer?>? {
    UnsafeMutablePointer(argument(name, OpaquePointer(slot)))
  }

  func position(_ name: String) -> UnsafeMutablePointer<gometa_position>? {
    UnsafeMutablePointer(argument(name, OpaquePointer(Self.position)))
  }

  func texts(_ name: String) -> UnsafePointer<UnsafePointer<CChar>?>? {
    UnsafePointer(argument(name, OpaquePointer(Self.words)))
  }

  func bytes(_ name: String) -> UnsafeRawPointer? {
    argument(name, OpaquePointer(Self.word)).map { UnsafeRawPointer($0) }
  }

  func llvm(_ name: String) -> gometa_llvm_version? {
    argument(name, Self.word.map { OpaquePointer($0) }) == nil ? nil : LLVMGetVersion
  }

  func write(_ name: String) -> gometa_write? {
    argument(name, Self.word.map { OpaquePointer($0) }) == nil ? nil : { _, _, _ in 0 }
  }

  var module: LLVMModuleRef? { argument("module", callers.module) }
  var itsBuilder: LLVMBuilderRef? { argument("builder", builder) }
  var itsFunction: LLVMValueRef? { argument("function", function) }
  var symbol: LLVMValueRef? { argument("symbol", variable) }

  // Live as long as the process.
  nonisolated(unsafe) private static let word = strdup("/nowhere/at/all")
  nonisolated(unsafe) private static let words = {
    let words = UnsafeMutablePointer<UnsafePointer<CChar>?>.allocate(capacity: 1)
    words.initialize(to: UnsafePointer(word))
    return words
  }()
  nonisolated(unsafe) private static let position =
    UnsafeMutablePointer<gometa_position>.allocate(capacity: 1)
}

/// Every function of the header that returns a status, called with such arguments.
let calls: [String: @Sendable (Arguments, ErrorPlace?) -> gometa_status] = [
  "gometa_error_status": { a, _ in gometa_error_status(a.handle("error")) },
  "gometa_error_position": { a, _ in
    gometa_error_position(a.handle("error"), a.position("position"))
  },
  "gometa_error_dispose": { a, _ in gometa_error_dispose(a.handle("error")) },
  "gometa_check_llvm": { a, e in gometa_check_llvm(a.llvm("llvm"), e) },
  "gometa_buffer_write": { a, e in gometa_buffer_write(a.handle("buffer"), a.text("path"), e) },
  "gometa_buffer_dispose": { a, _ in gometa_buffer_dispose(a.handle("buffer")) },
  "gometa_texts_dispose": { a, _ in gometa_texts_dispose(a.handle("texts")) },
  "gometa_compile_ir": { a, e in
    gometa_compile_ir(a.bytes("bytes"), 4, a.text("name"), nil, a.place("object"), e)
  },
  "gometa_compile_module": { a, e in
    gometa_compile_module(a.module, a.llvm("llvm"), nil, a.place("object"), e)
  },
  "gometa_session_create": { a, e in
    gometa_session_create(
      a.module, a.llvm("llvm"), a.text("path"), a.text("name"), a.place("session"), e)
  },
  "gometa_session_import": { a, e in
    gometa_session_import(
      a.handle("session"), a.text("path"), a.text("name"), a.text("declarations"), e)
  },
  "gometa_session_declare": { a, e in
    gometa_session_declare(a.handle("session"), a.text("declarations"), e)
  },
  "gometa_session_function": { a, e in
    gometa_session_function(a.handle("session"), a.text("name"), a.place("function"), e)
  },
  "gometa_session_method": { a, e in
    gometa_session_method(
      a.handle("session"), a.text("type"), a.text("name"), a.place("function"), e)
  },
  "gometa_session_variable": { a, e in
    gometa_session_variable(a.handle("session"), a.text("name"), a.place("variable"), e)
  },
  "gometa_session_type": { a, e in
    gometa_session_type(a.handle("session"), a.text("type"), a.place("descriptor"), e)
  },
  "gometa_session_itab": { a, e in
    gometa_session_itab(
      a.handle("session"), a.text("type"), a.text("interface_type"), a.place("itab"), e)
  },
  "gometa_session_funcdata": { a, e in
    gometa_session_funcdata(a.handle("session"), a.itsBuilder, 2, a.symbol, e)
  },
  "gometa_session_pcdata": { a, e in
    gometa_session_pcdata(a.handle("session"), a.itsBuilder, 2, 3, e)
  },
  "gometa_session_describe": { a, e in
    gometa_session_describe(a.handle("session"), a.itsFunction, nil, e)
  },
  "gometa_session_finish": { a, e in gometa_session_finish(a.handle("session"), e) },
  "gometa_session_compile": { a, e in
    gometa_session_compile(a.handle("session"), nil, a.place("object"), e)
  },
  "gometa_session_dispose": { a, _ in gometa_session_dispose(a.handle("session")) },
  "gometa_pipeline_begin": { a, e in
    gometa_pipeline_begin(a.module, a.llvm("llvm"), nil, a.place("pipeline"), e)
  },
  "gometa_pipeline_optimize": { a, e in gometa_pipeline_optimize(a.handle("pipeline"), e) },
  "gometa_pipeline_end": { a, e in gometa_pipeline_end(a.handle("pipeline"), e) },
  "gometa_pipeline_dispose": { a, _ in gometa_pipeline_dispose(a.handle("pipeline")) },
  "gometa_link_plugin": { a, e in
    gometa_link_plugin(a.text("path"), a.texts("objects"), 1, a.text("output"), nil, e)
  },
  "gometa_check_file": { a, e in
    gometa_check_file(a.text("file"), a.text("go"), a.place("problems"), e)
  },
  "gometa_rebuild": { a, e in
    gometa_rebuild(a.texts("files"), 1, nil, a.place("table"), e)
  },
  "gometa_table_object": { a, e in
    gometa_table_object(a.handle("table"), a.place("object"), e)
  },
  "gometa_table_raw": { a, e in gometa_table_raw(a.handle("table"), a.place("bytes"), e) },
  "gometa_table_notes": { a, e in gometa_table_notes(a.handle("table"), a.place("notes"), e) },
  "gometa_table_dispose": { a, _ in gometa_table_dispose(a.handle("table")) },
  "gometa_dump_file": { a, e in
    gometa_dump_file(a.text("file"), nil, a.write("write"), nil, a.place("faults"), e)
  },
]

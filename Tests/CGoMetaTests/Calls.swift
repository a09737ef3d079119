import CLLVM
import Foundation
import GoMetaHeader
import LLVM
import TestSupport
import Testing

/// What a failing call says, read through the header; the error itself is disposed of.
struct CallError: Error, CustomStringConvertible {
  var status: gometa_status
  var message: String
  var reason: String
  var file: String?
  var symbol: String?
  var declaration: UInt32 = 0
  var line: UInt32 = 0
  var column: UInt32 = 0

  var description: String { "status \(status.rawValue): \(message)" }

  init(_ status: gometa_status, _ error: OpaquePointer?) {
    self.status = status
    message = gometa_error_message(error).map { String(cString: $0) } ?? ""
    reason = gometa_error_reason(error).map { String(cString: $0) } ?? ""
    #expect(gometa_error_status(error) == status)
    var position = gometa_position()
    #expect(gometa_error_position(error, &position) == GOMETA_OK)
    file = position.file.map { String(cString: $0) }
    symbol = position.symbol.map { String(cString: $0) }
    (declaration, line, column) = (position.declaration, position.line, position.column)
    #expect(gometa_error_dispose(error) == GOMETA_OK)
  }
}

typealias ErrorPlace = UnsafeMutablePointer<OpaquePointer?>

/// Calls, and throws what the call has to say.
func call(_ body: (ErrorPlace?) -> gometa_status) throws(CallError) {
  var error: OpaquePointer?
  let status = body(&error)
  guard status != GOMETA_OK else {
    #expect(error == nil, "an error without a failure")
    return
  }
  throw CallError(status, error)
}

/// What a call that must fail says.
func failure(
  _ status: gometa_status, sourceLocation: SourceLocation = #_sourceLocation,
  _ body: (ErrorPlace?) -> gometa_status
) throws -> CallError {
  // Whoever does not ask why gets the same answer.
  #expect(body(nil) == status, sourceLocation: sourceLocation)
  let error = try #require(
    throws: CallError.self, sourceLocation: sourceLocation, performing: { try call(body) })
  #expect(error.status == status, "\(error)", sourceLocation: sourceLocation)
  #expect(!error.message.isEmpty && !error.message.contains("\n"), sourceLocation: sourceLocation)
  return error
}

/// The bytes of a buffer, which is disposed of.
func take(_ buffer: OpaquePointer?) -> [UInt8] {
  defer { #expect(gometa_buffer_dispose(buffer) == GOMETA_OK) }
  return Array(
    UnsafeBufferPointer(start: gometa_buffer_bytes(buffer), count: gometa_buffer_size(buffer)))
}

/// The texts of a list, which is disposed of.
func take(texts: OpaquePointer?) -> [String] {
  defer { #expect(gometa_texts_dispose(texts) == GOMETA_OK) }
  return (0..<gometa_texts_count(texts)).compactMap { index in
    gometa_texts_at(texts, index).map { String(cString: $0) }
  }
}

/// What the header's macro says.
func compileOptions() -> gometa_compile_options {
  var options = gometa_compile_options()
  options.size = MemoryLayout<gometa_compile_options>.size
  options.optimization = 2
  return options
}

enum Repository {
  static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  static func path(_ name: String) -> String { root.appendingPathComponent(name).path }

  static func bytes(_ name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: root.appendingPathComponent(name)))
  }

  static func text(_ name: String) throws -> String {
    String(decoding: try bytes(name), as: UTF8.self)
  }

  static let geometry = "examples/geometry/geometry.ll"

  /// The library as it was built for the tests.
  static func library() throws -> String {
    let folder = Bundle.main.bundleURL.path
    let path = folder + "/libCGoMeta.so"
    guard FileManager.default.fileExists(atPath: path) else {
      throw NativeTool.Failure(description: "the tests need \(path): swift build --build-tests")
    }
    return path
  }
}

/// A module as a caller holds it: LLVM's own references.
final class CallersModule {
  let context: LLVMContextRef?
  let module: LLVMModuleRef?

  init(_ name: String = "test") {
    context = LLVMContextCreate()
    module = LLVMModuleCreateWithNameInContext(name, context)
  }

  /// The module of a text.
  init(parsing text: [UInt8]) throws {
    context = LLVMContextCreate()
    var module: LLVMModuleRef?
    var message: UnsafeMutablePointer<CChar>?
    let buffer = text.withUnsafeBytes {
      LLVMCreateMemoryBufferWithMemoryRangeCopy(
        $0.bindMemory(to: CChar.self).baseAddress, $0.count, "test.ll")
    }
    guard LLVMParseIRInContext(context, buffer, &module, &message) == 0 else {
      throw NativeTool.Failure(description: message.map { String(cString: $0) } ?? "")
    }
    self.module = module
  }

  deinit {
    LLVMDisposeModule(module)
    LLVMContextDispose(context)
  }

  var text: String {
    guard let text = LLVMPrintModuleToString(module) else { return "" }
    defer { LLVMDisposeMessage(text) }
    return String(cString: text)
  }

  /// A session of package example.com/p.
  func session() throws -> OpaquePointer? {
    var session: OpaquePointer?
    try call { gometa_session_create(module, LLVMGetVersion, "example.com/p", "p", &session, $0) }
    return session
  }
}

/// Does what waits for Swift's pool of threads on a thread outside it: tests could fill the pool.
func onThread<Value: Sendable>(
  _ body: @escaping @Sendable () throws -> Value
) async throws -> Value {
  try await withCheckedThrowingContinuation { continuation in
    Thread { continuation.resume(with: Result { try body() }) }.start()
  }
}

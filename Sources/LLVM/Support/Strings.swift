internal import CLLVM

/// Takes a string that the C API allocated, and frees it.
func takeMessage(_ message: UnsafeMutablePointer<CChar>?) -> String {
  guard let message else { return "" }
  defer { LLVMDisposeMessage(message) }
  return String(cString: message)
}

/// Copies a string of known length that LLVM owns. LLVM does not promise UTF-8; bytes that are not
/// become U+FFFD.
func copyString(_ start: UnsafePointer<CChar>?, _ count: Int) -> String {
  guard let start, count > 0 else { return "" }
  return start.withMemoryRebound(to: UInt8.self, capacity: count) {
    String(decoding: UnsafeBufferPointer(start: $0, count: count), as: UTF8.self)
  }
}

func copyString(_ start: UnsafePointer<CChar>?) -> String {
  guard let start else { return "" }
  return String(cString: start)
}

/// Calls `body` with a string as LLVM's pair of start and length.
func withBytes<Result>(
  of string: String, _ body: (UnsafePointer<CChar>?, Int) -> Result
) -> Result {
  var string = string
  return string.withUTF8 { bytes in
    guard let start = bytes.baseAddress else { return body(nil, 0) }
    return start.withMemoryRebound(to: CChar.self, capacity: bytes.count) {
      body($0, bytes.count)
    }
  }
}

/// Calls `body` with handles as LLVM's pair of array and count.
func withReferences<Result>(
  _ references: [OpaquePointer?],
  _ body: (UnsafeMutablePointer<OpaquePointer?>?, UInt32) -> Result
) -> Result {
  var references = references
  return references.withUnsafeMutableBufferPointer { buffer in
    body(buffer.baseAddress, UInt32(clamping: buffer.count))
  }
}

/// A name that LLVM will read up to the first zero byte must not hold one.
func checkName(_ name: String) throws(LLVMError) {
  guard !name.utf8.contains(0) else { throw .invalidName(symbol: name) }
}

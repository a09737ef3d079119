internal import CLLVM

/// Bytes that LLVM owns, with the name that its messages give them.
public struct MemoryBuffer: ~Copyable {
  private var ref: LLVMMemoryBufferRef?

  init(_ ref: LLVMMemoryBufferRef?) { self.ref = ref }

  /// The contents of a file; its path is the buffer's name.
  /// - Throws: `unreadableFile` with the system's reason.
  public init(contentsOf path: String) throws(LLVMError) {
    try checkName(path)
    var buffer: LLVMMemoryBufferRef?
    var message: UnsafeMutablePointer<CChar>?
    guard LLVMCreateMemoryBufferWithContentsOfFile(path, &buffer, &message) == 0, let buffer else {
      throw .unreadableFile(path: path, message: oneLine(takeMessage(message)))
    }
    ref = buffer
  }

  /// A copy of `bytes`.
  public init(copying bytes: [UInt8], name: String) {
    ref = bytes.withUnsafeBytes { bytes in
      LLVMCreateMemoryBufferWithMemoryRangeCopy(
        bytes.bindMemory(to: CChar.self).baseAddress, bytes.count, name)
    }
  }

  deinit {
    if let ref { LLVMDisposeMemoryBuffer(ref) }
  }

  /// The number of bytes.
  public var count: Int { ref.map { Int(LLVMGetBufferSize($0)) } ?? 0 }

  /// A copy of the bytes.
  public var bytes: [UInt8] {
    guard let ref, let start = LLVMGetBufferStart(ref) else { return [] }
    return [UInt8](UnsafeRawBufferPointer(start: start, count: count))
  }

  /// Gives the buffer to a function of LLVM that disposes of it.
  consuming func take() -> LLVMMemoryBufferRef? {
    let taken = ref
    ref = nil
    return taken
  }
}

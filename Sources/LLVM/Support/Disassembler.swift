internal import CLLVM

/// LLVM's disassembler of one architecture: what an instruction is, as assemblers spell it (AT&T's
/// syntax for x86-64), and how long.
///
///     let disassembler = try Disassembler(triple: "x86_64-linux-gnu")
///     let instruction = disassembler.instruction(in: [0x48, 0x89, 0xe5], at: 0)
///     // "movq %rsp, %rbp", 3
///
/// Branch targets are distances, as the instruction has them: on x86-64 from the next instruction,
/// on AArch64 from this one.
public struct Disassembler: ~Copyable {
  public struct Instruction: Sendable, Equatable {
    /// Mnemonic and operands, with one blank between them.
    public let text: String
    /// In bytes.
    public let size: Int
  }

  private let ref: LLVMDisasmContextRef

  /// For all extensions of the architecture that LLVM knows.
  ///
  /// - Throws: `versionMismatch`, `unknownTarget`.
  public init(triple: String) throws(LLVMError) {
    try LLVMVersion.check()
    try checkName(triple)
    _ = Self.initialized
    let features = triple.hasPrefix("aarch64") ? "+all" : ""
    guard let made = LLVMCreateDisasmCPUFeatures(triple, "", features, nil, 0, nil, nil) else {
      throw .unknownTarget(triple: triple, message: "no disassembler")
    }
    ref = made
  }

  deinit { LLVMDisasmDispose(ref) }

  /// The instruction at an offset; nil where none starts, or where the bytes end in it.
  public func instruction(in bytes: [UInt8], at offset: Int) -> Instruction? {
    guard offset >= 0, offset < bytes.count else { return nil }
    // No instruction of either architecture is longer. The C API takes bytes that it may write.
    var code = Array(bytes[offset..<min(offset + 16, bytes.count)])
    var text = [CChar](repeating: 0, count: 512)
    let size = code.withUnsafeMutableBufferPointer { code in
      text.withUnsafeMutableBufferPointer { text in
        LLVMDisasmInstruction(
          ref, code.baseAddress, UInt64(code.count), 0, text.baseAddress, text.count)
      }
    }
    guard size > 0 else { return nil }
    let spelled = text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
    let words = String(decoding: spelled, as: UTF8.self).split { $0 == "\t" || $0 == " " }
    return Instruction(text: words.joined(separator: " "), size: size)
  }

  private static let initialized: Void = {
    LLVMInitializeX86TargetInfo()
    LLVMInitializeX86TargetMC()
    LLVMInitializeX86Disassembler()
    LLVMInitializeAArch64TargetInfo()
    LLVMInitializeAArch64TargetMC()
    LLVMInitializeAArch64Disassembler()
  }()
}

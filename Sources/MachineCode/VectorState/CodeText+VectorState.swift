extension CodeText {
  /// Whether a function's code uses vector registers beyond their low `bits`: what is lost where
  /// whoever interrupts it saves no more than these.
  ///
  /// On x86-64 XMM0 to XMM15 have 128 bits; YMM registers have more, and so have all that only
  /// EVEX reaches (ZMM, the upper sixteen) and the mask registers. On arm64 a scalar has 64 bits, V
  /// registers have 128, and those of SVE and SME more. The registers of x87, MMX and AMX count as
  /// wider than any. Bytes that are no instruction count as one that uses all.
  ///
  /// - Parameter function: where it lies in the section, in bytes.
  public func usesVectors(in function: Range<Int>, widerThan bits: Int) -> Bool {
    let code = bytes.span.bytes
    let range = function.clamped(to: 0..<code.byteCount)
    switch object.architecture {
    case .x86_64: return X86Instruction.usesVectors(code, range, widerThan: bits)
    case .arm64: return ARM64Instruction.usesVectors(code, range, widerThan: bits)
    }
  }
}

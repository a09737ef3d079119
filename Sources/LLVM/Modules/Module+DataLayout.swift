internal import CLLVM

extension Module {
  /// Sizes and alignments under this module's data layout. Valid while the module lives and until
  /// its data layout is set anew.
  public var dataLayout: DataLayout { DataLayout(LLVMGetModuleDataLayout(ref)) }

  /// Sets the data layout (LangRef, "Data Layout").
  /// - Throws: `invalidDataLayout` with LLVM's reason.
  public func setDataLayout(_ layout: String) throws(LLVMError) {
    try Self.check(layout: layout)
    LLVMSetDataLayout(ref, layout)
  }

  /// LLVM ends the process on a malformed layout given through the C API, but reports one in a
  /// module's text. So let it read the text of a module that has nothing else.
  private static func check(layout: String) throws(LLVMError) {
    let quoted = layout.utf8.map { byte -> String in
      let isPlain =
        (0x20..<0x7F).contains(byte) && byte != UInt8(ascii: "\"")
        && byte != UInt8(ascii: "\\")
      if isPlain { return String(Unicode.Scalar(byte)) }
      let digits = String(byte, radix: 16, uppercase: true)
      return "\\" + (digits.utf8.count == 1 ? "0" + digits : digits)
    }
    let text = "target datalayout = \"\(quoted.joined())\""
    let context = try Context()
    do {
      _ = try Module(parsing: Array(text.utf8), name: "data layout", in: context)
    } catch .malformedModule(_, let message) {
      throw .invalidDataLayout(layout: layout, message: message)
    }
  }
}

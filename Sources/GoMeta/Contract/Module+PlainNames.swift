import LLVM

extension Module {
  /// Takes the mark off names that a front end gave for final, as clang does for C's
  /// `__asm__("name")`: a byte 1 that tells LLVM to put no prefix before it. ELF symbols have none.
  func makeNamesPlain() throws(LLVMError) {
    let marked =
      functions.map(\.name).filter(Self.isMarked)
      + globalVariables.map(\.name).filter(Self.isMarked)
      + aliases.map(\.name).filter(Self.isMarked)
    for name in marked {
      let plain = String(name.unicodeScalars.dropFirst())
      if let function = function(named: name) {
        try function.rename(plain)
      } else if let variable = globalVariable(named: name) {
        try variable.rename(plain)
      } else if let alias = alias(named: name) {
        try alias.rename(plain)
      }
    }
  }

  private static func isMarked(_ name: String) -> Bool { name.unicodeScalars.first == "\u{1}" }
}

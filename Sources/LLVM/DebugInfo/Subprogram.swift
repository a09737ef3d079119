internal import CLLVM

/// The debug info of a function.
public struct Subprogram: LocalDebugScope {
  public let metadata: Metadata

  /// Nil unless `metadata` is a `DISubprogram`.
  public init?(_ metadata: Metadata) {
    guard metadata.hasKind(LLVMDISubprogramMetadataKind) else { return nil }
    self.metadata = metadata
  }

  init(unchecked metadata: Metadata) { self.metadata = metadata }

  // The C API reads only the line. Name, linkage name and declaration are operands 2, 3 and 6 of the
  // record (`DISubprogram` in LLVM's `DebugInfoMetadata.h`, the same in all releases supported).

  /// The name in the source; empty if there is none.
  public var name: String { debugOperand(metadata, 2)?.string ?? "" }

  /// The name of the symbol, or nil if it is not recorded.
  public var linkageName: String? { debugOperand(metadata, 3)?.string }

  /// Names the function, also where debug info has a name of its symbol. A declaration that this
  /// completes (of a method, in its type) keeps its name, but not that of its symbol.
  public func rename(_ name: String) {
    let name = metadata.context.metadata(name)
    let declaration = debugOperand(metadata, 6)
    set(metadata, 2, name)
    if declaration != nil || debugOperand(metadata, 3) != nil { set(metadata, 3, name) }
    if let declaration, debugOperand(declaration, 3) != nil { set(declaration, 3, name) }
  }

  private func set(_ record: Metadata, _ index: UInt32, _ operand: Metadata) {
    LLVMReplaceMDNodeOperandWith(record.asValue, index, operand.ref)
  }

  /// The line of the declaration, from 1; 0 if it is not known.
  public var line: UInt32 { LLVMDISubprogramGetLine(metadata.ref) }
}

extension Function {
  /// The function's debug info.
  public var subprogram: Subprogram? {
    get {
      LLVMGetSubprogram(ref).flatMap { Subprogram(Metadata($0, type.context)) }
    }
    nonmutating set { LLVMSetSubprogram(ref, newValue?.metadata.ref) }
  }
}

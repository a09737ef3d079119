internal import CLLVM

/// A place in the source, with the calls it was inlined through.
public struct DebugLocation: DebugRecord {
  public let metadata: Metadata
  init(_ metadata: Metadata) { self.metadata = metadata }

  /// - Parameters:
  ///   - line: from 1, or 0 for code that belongs to no line.
  ///   - column: from 1, or 0 if it is not known; LLVM keeps 16 bits.
  ///   - inlinedAt: the call that the scope's subprogram was inlined for.
  public init(
    line: UInt32, column: UInt32 = 0, in scope: some LocalDebugScope,
    inlinedAt: DebugLocation? = nil
  ) {
    let context = scope.metadata.context
    metadata = Metadata(
      LLVMDIBuilderCreateDebugLocation(
        context.ref, line, column, scope.metadata.ref, inlinedAt?.metadata.ref),
      context)
  }

  public var line: UInt32 { LLVMDILocationGetLine(metadata.ref) }
  public var column: UInt32 { LLVMDILocationGetColumn(metadata.ref) }

  /// The subprogram or block, as it is recorded.
  public var scope: Metadata { Metadata(LLVMDILocationGetScope(metadata.ref), metadata.context) }

  /// The file that the scope names.
  public var file: DebugFile? {
    let scope = scope
    if let block = LexicalBlock(scope) { return block.file }
    return Subprogram(scope)?.file
  }

  public var inlinedAt: DebugLocation? {
    LLVMDILocationGetInlinedAt(metadata.ref).map {
      DebugLocation(Metadata($0, metadata.context))
    }
  }

  /// The subprogram that the scope is, or is within.
  public var subprogram: Subprogram? {
    var scope: Metadata? = scope
    while let current = scope {
      if let subprogram = Subprogram(current) { return subprogram }
      scope = LexicalBlock(current)?.parent
    }
    return nil
  }
}

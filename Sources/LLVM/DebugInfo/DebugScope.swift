internal import CLLVM

/// A record of debug info: a node of a fixed form (LangRef, "Specialized Metadata Nodes").
public protocol DebugRecord: Hashable {
  var metadata: Metadata { get }
}

/// Something that declarations can be in.
public protocol DebugScope: DebugRecord {}

/// Something that instructions can be in: a subprogram, or a block in one.
public protocol LocalDebugScope: DebugScope {}

extension DebugScope {
  /// The file, or nil if the record names none.
  public var file: DebugFile? {
    LLVMDIScopeGetFile(metadata.ref).flatMap { DebugFile(Metadata($0, metadata.context)) }
  }
}

/// A source file.
public struct DebugFile: DebugScope {
  public let metadata: Metadata

  /// Nil unless `metadata` is a `DIFile`.
  public init?(_ metadata: Metadata) {
    guard metadata.hasKind(LLVMDIFileMetadataKind) else { return nil }
    self.metadata = metadata
  }

  init(unchecked metadata: Metadata) { self.metadata = metadata }

  /// The path, absolute or from `directory`.
  public var name: String {
    var count: UInt32 = 0
    let start = LLVMDIFileGetFilename(metadata.ref, &count)
    return copyString(start, Int(count))
  }

  public var directory: String {
    var count: UInt32 = 0
    let start = LLVMDIFileGetDirectory(metadata.ref, &count)
    return copyString(start, Int(count))
  }
}

/// One translation unit.
public struct CompileUnit: DebugScope {
  public let metadata: Metadata

  /// Nil unless `metadata` is a `DICompileUnit`.
  public init?(_ metadata: Metadata) {
    guard metadata.hasKind(LLVMDICompileUnitMetadataKind) else { return nil }
    self.metadata = metadata
  }

  init(unchecked metadata: Metadata) { self.metadata = metadata }
}

/// A block inside a subprogram.
public struct LexicalBlock: LocalDebugScope {
  public let metadata: Metadata

  /// Nil unless `metadata` is a `DILexicalBlock` or `DILexicalBlockFile`.
  public init?(_ metadata: Metadata) {
    guard
      metadata.hasKind(LLVMDILexicalBlockMetadataKind)
        || metadata.hasKind(LLVMDILexicalBlockFileMetadataKind)
    else { return nil }
    self.metadata = metadata
  }

  init(unchecked metadata: Metadata) { self.metadata = metadata }

  /// The scope around the block. The C API has no reader for it: it is operand 1 of every scope
  /// record (LLVM's `DebugInfoMetadata.h`).
  public var parent: Metadata? { debugOperand(metadata, 1) }
}

/// The type of a subprogram.
public struct SubroutineType: DebugRecord {
  public let metadata: Metadata
  init(unchecked metadata: Metadata) { self.metadata = metadata }
}

func debugOperand(_ metadata: Metadata, _ index: Int) -> Metadata? {
  guard let operands = metadata.operands, index < operands.count else { return nil }
  return operands[index]
}

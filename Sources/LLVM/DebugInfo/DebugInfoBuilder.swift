internal import CLLVM

/// Writes debug info into one module, which it keeps alive. Call `finalize()` before the module is
/// verified or compiled.
public struct DebugInfoBuilder: ~Copyable {
  private let ref: LLVMDIBuilderRef
  private let owner: ModuleOwner

  /// Gives the module the flag `Debug Info Version` if it has none, as LLVM drops debug info of
  /// modules without.
  public init(_ module: borrowing Module) throws(LLVMError) {
    if module.flag("Debug Info Version") == nil {
      try module.addFlag(.warning, "Debug Info Version", LLVMDebugMetadataVersion())
    }
    owner = module.owner
    ref = LLVMCreateDIBuilder(module.ref)
  }

  deinit { LLVMDisposeDIBuilder(ref) }

  /// The source language of a unit (DWARF 5, section 7.12).
  public enum Language: Hashable, Sendable {
    case c99, c11, cPlusPlus14, go, rust, swift, zig

    var raw: LLVMDWARFSourceLanguage {
      switch self {
      case .c99: LLVMDWARFSourceLanguageC99
      case .c11: LLVMDWARFSourceLanguageC11
      case .cPlusPlus14: LLVMDWARFSourceLanguageC_plus_plus_14
      case .go: LLVMDWARFSourceLanguageGo
      case .rust: LLVMDWARFSourceLanguageRust
      case .swift: LLVMDWARFSourceLanguageSwift
      case .zig: LLVMDWARFSourceLanguageZig
      }
    }
  }

  /// How much debug info a unit gets.
  public enum Emission: Hashable, Sendable {
    case none, lineTablesOnly, full

    var raw: LLVMDWARFEmissionKind {
      switch self {
      case .none: LLVMDWARFEmissionNone
      case .lineTablesOnly: LLVMDWARFEmissionLineTablesOnly
      case .full: LLVMDWARFEmissionFull
      }
    }
  }

  private func record(_ ref: LLVMMetadataRef) -> Metadata {
    Metadata(ref, ContextHandle(owner.context.ref))
  }

  /// The module's one compile unit of this builder.
  public func compileUnit(
    _ file: DebugFile, language: Language, producer: String, optimized: Bool = false,
    emission: Emission = .lineTablesOnly
  ) -> CompileUnit {
    withBytes(of: producer) {
      CompileUnit(
        unchecked: record(
          LLVMDIBuilderCreateCompileUnit(
            ref, language.raw, file.metadata.ref, $0, $1, optimized ? 1 : 0, nil, 0, 0, nil, 0,
            emission.raw, 0, 1, 0, nil, 0, nil, 0)))
    }
  }

  /// - Parameter name: absolute, or from `directory`.
  public func file(_ name: String, directory: String) -> DebugFile {
    withBytes(of: name) { start, count in
      withBytes(of: directory) {
        DebugFile(unchecked: record(LLVMDIBuilderCreateFile(ref, start, count, $0, $1)))
      }
    }
  }

  /// A subroutine type without parameters and result, which line tables have no use for.
  public func subroutineType(in file: DebugFile) -> SubroutineType {
    SubroutineType(
      unchecked: record(
        LLVMDIBuilderCreateSubroutineType(ref, file.metadata.ref, nil, 0, LLVMDIFlagZero)))
  }

  /// The debug info of a function that this module defines: give it to `Function.subprogram`.
  /// - Parameters:
  ///   - line: the line of the declaration.
  ///   - scopeLine: the line where the body begins.
  public func function(
    _ name: String, linkageName: String, in scope: some DebugScope, file: DebugFile, line: UInt32,
    scopeLine: UInt32? = nil, type: SubroutineType, local: Bool = false, optimized: Bool = false
  ) -> Subprogram {
    withBytes(of: name) { start, count in
      withBytes(of: linkageName) {
        Subprogram(
          unchecked: record(
            LLVMDIBuilderCreateFunction(
              ref, scope.metadata.ref, start, count, $0, $1, file.metadata.ref, line,
              type.metadata.ref, local ? 1 : 0, 1, scopeLine ?? line, LLVMDIFlagZero,
              optimized ? 1 : 0)))
      }
    }
  }

  public func lexicalBlock(
    in scope: some LocalDebugScope, file: DebugFile, line: UInt32, column: UInt32 = 0
  ) -> LexicalBlock {
    LexicalBlock(
      unchecked: record(
        LLVMDIBuilderCreateLexicalBlock(
          ref, scope.metadata.ref, file.metadata.ref, line, column)))
  }

  /// Completes what was written. Safe to call more than once.
  public func finalize() { LLVMDIBuilderFinalize(ref) }
}

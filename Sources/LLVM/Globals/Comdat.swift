internal import CLLVM

/// A group of symbols of which the linker keeps one copy. Valid while its module lives.
public struct Comdat: Hashable {
  /// What the linker does with several groups of one name. ELF has `any` and `noDeduplicate`.
  public enum Selection: Hashable, Sendable, CaseIterable {
    case any, exactMatch, largest, noDeduplicate, sameSize
  }

  let ref: LLVMComdatRef
  init(_ ref: LLVMComdatRef) { self.ref = ref }

  public var selection: Selection {
    get {
      switch LLVMGetComdatSelectionKind(ref) {
      case LLVMExactMatchComdatSelectionKind: .exactMatch
      case LLVMLargestComdatSelectionKind: .largest
      case LLVMNoDeduplicateComdatSelectionKind: .noDeduplicate
      case LLVMSameSizeComdatSelectionKind: .sameSize
      default: .any
      }
    }
    nonmutating set {
      let kind =
        switch newValue {
        case .any: LLVMAnyComdatSelectionKind
        case .exactMatch: LLVMExactMatchComdatSelectionKind
        case .largest: LLVMLargestComdatSelectionKind
        case .noDeduplicate: LLVMNoDeduplicateComdatSelectionKind
        case .sameSize: LLVMSameSizeComdatSelectionKind
        }
      LLVMSetComdatSelectionKind(ref, kind)
    }
  }
}

extension Module {
  /// The group of this name, made if there is none.
  public func comdat(named name: String) throws(LLVMError) -> Comdat {
    try checkName(name)
    return Comdat(LLVMGetOrInsertComdat(ref, name))
  }
}

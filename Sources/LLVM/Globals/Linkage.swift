internal import CLLVM

/// How a symbol is seen by other modules and merged with theirs (LangRef, "Linkage Types").
public enum Linkage: Hashable, Sendable, CaseIterable {
  case external, availableExternally, linkOnceAny, linkOnceODR, weakAny, weakODR
  case appending, `internal`, `private`, externalWeak, common

  init(_ linkage: LLVMLinkage) {
    self =
      switch linkage {
      case LLVMAvailableExternallyLinkage: .availableExternally
      case LLVMLinkOnceAnyLinkage: .linkOnceAny
      case LLVMLinkOnceODRLinkage, LLVMLinkOnceODRAutoHideLinkage: .linkOnceODR
      case LLVMWeakAnyLinkage: .weakAny
      case LLVMWeakODRLinkage: .weakODR
      case LLVMAppendingLinkage: .appending
      case LLVMInternalLinkage: .internal
      case LLVMPrivateLinkage, LLVMLinkerPrivateLinkage, LLVMLinkerPrivateWeakLinkage: .private
      case LLVMExternalWeakLinkage: .externalWeak
      case LLVMCommonLinkage: .common
      default: .external
      }
  }

  var raw: LLVMLinkage {
    switch self {
    case .external: LLVMExternalLinkage
    case .availableExternally: LLVMAvailableExternallyLinkage
    case .linkOnceAny: LLVMLinkOnceAnyLinkage
    case .linkOnceODR: LLVMLinkOnceODRLinkage
    case .weakAny: LLVMWeakAnyLinkage
    case .weakODR: LLVMWeakODRLinkage
    case .appending: LLVMAppendingLinkage
    case .internal: LLVMInternalLinkage
    case .private: LLVMPrivateLinkage
    case .externalWeak: LLVMExternalWeakLinkage
    case .common: LLVMCommonLinkage
    }
  }

  /// Whether no other module can see the symbol.
  public var isLocal: Bool { self == .internal || self == .private }
}

/// Whether a symbol is seen outside its shared object (ELF STV_DEFAULT, STV_HIDDEN, STV_PROTECTED).
public enum Visibility: Hashable, Sendable, CaseIterable {
  case `default`, hidden, protected

  init(_ visibility: LLVMVisibility) {
    self =
      switch visibility {
      case LLVMHiddenVisibility: .hidden
      case LLVMProtectedVisibility: .protected
      default: .default
      }
  }

  var raw: LLVMVisibility {
    switch self {
    case .default: LLVMDefaultVisibility
    case .hidden: LLVMHiddenVisibility
    case .protected: LLVMProtectedVisibility
    }
  }
}

/// Whether a symbol's address matters, so that LLVM may not merge it with an equal one.
public enum UnnamedAddress: Hashable, Sendable, CaseIterable {
  /// The address is significant.
  case none
  /// It is insignificant within this module.
  case local
  /// It is insignificant everywhere.
  case global

  init(_ address: LLVMUnnamedAddr) {
    self =
      switch address {
      case LLVMLocalUnnamedAddr: .local
      case LLVMGlobalUnnamedAddr: .global
      default: .none
      }
  }

  var raw: LLVMUnnamedAddr {
    switch self {
    case .none: LLVMNoUnnamedAddr
    case .local: LLVMLocalUnnamedAddr
    case .global: LLVMGlobalUnnamedAddr
    }
  }
}

/// How a thread-local variable is reached (ELF TLS models).
public enum ThreadLocalMode: Hashable, Sendable, CaseIterable {
  case notThreadLocal, generalDynamic, localDynamic, initialExec, localExec

  init(_ mode: LLVMThreadLocalMode) {
    self =
      switch mode {
      case LLVMGeneralDynamicTLSModel: .generalDynamic
      case LLVMLocalDynamicTLSModel: .localDynamic
      case LLVMInitialExecTLSModel: .initialExec
      case LLVMLocalExecTLSModel: .localExec
      default: .notThreadLocal
      }
  }

  var raw: LLVMThreadLocalMode {
    switch self {
    case .notThreadLocal: LLVMNotThreadLocal
    case .generalDynamic: LLVMGeneralDynamicTLSModel
    case .localDynamic: LLVMLocalDynamicTLSModel
    case .initialExec: LLVMInitialExecTLSModel
    case .localExec: LLVMLocalExecTLSModel
    }
  }
}

internal import CLLVM

/// How hard code generation tries.
public enum OptimizationLevel: Int, Hashable, Sendable, CaseIterable {
  case none = 0
  case less = 1
  case standard = 2
  case aggressive = 3

  var raw: LLVMCodeGenOptLevel {
    switch self {
    case .none: LLVMCodeGenLevelNone
    case .less: LLVMCodeGenLevelLess
    case .standard: LLVMCodeGenLevelDefault
    case .aggressive: LLVMCodeGenLevelAggressive
    }
  }
}

/// Whether code can be loaded at any address.
public enum RelocationModel: Hashable, Sendable, CaseIterable {
  case `static`, positionIndependent

  var raw: LLVMRelocMode {
    switch self {
    case .static: LLVMRelocStatic
    case .positionIndependent: LLVMRelocPIC
    }
  }
}

/// How far code and data may lie apart. `tiny` is AArch64's alone, `kernel` and `medium` x86-64's.
public enum CodeModel: Hashable, Sendable, CaseIterable {
  case standard, tiny, small, kernel, medium, large

  var raw: LLVMCodeModel {
    switch self {
    case .standard: LLVMCodeModelDefault
    case .tiny: LLVMCodeModelTiny
    case .small: LLVMCodeModelSmall
    case .kernel: LLVMCodeModelKernel
    case .medium: LLVMCodeModelMedium
    case .large: LLVMCodeModelLarge
    }
  }

  /// LLVM ends the process on a model that the target does not have.
  func isSupported(by target: String) -> Bool {
    switch self {
    case .standard, .small, .large: true
    case .tiny: target.hasPrefix("aarch64") || target.hasPrefix("arm64")
    case .kernel, .medium: target == "x86-64"
    }
  }
}

/// The targets compiled into this library's use of LLVM: x86 and AArch64.
enum Targets {
  /// Registers them, once in the process.
  static let initialized: Void = {
    LLVMInitializeX86TargetInfo()
    LLVMInitializeX86Target()
    LLVMInitializeX86TargetMC()
    LLVMInitializeX86AsmPrinter()
    LLVMInitializeX86AsmParser()
    LLVMInitializeAArch64TargetInfo()
    LLVMInitializeAArch64Target()
    LLVMInitializeAArch64TargetMC()
    LLVMInitializeAArch64AsmPrinter()
    LLVMInitializeAArch64AsmParser()
  }()
}

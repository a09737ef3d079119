internal import CLLVM

/// A code generator for one target.
public struct TargetMachine: ~Copyable {
  let ref: LLVMTargetMachineRef

  /// - Parameters:
  ///   - triple: `x86_64-unknown-linux-gnu`, `aarch64-unknown-linux-gnu`.
  ///   - cpu: a processor's name; empty for the architecture's base. LLVM does not refuse an
  ///     unknown one: it says so on standard error and takes the base.
  ///   - features: `+sse4.2,-avx`; unknown ones as for `cpu`.
  /// - Throws: `versionMismatch`, `unknownTarget` with LLVM's reason, `unsupportedTargetOption`.
  public init(
    triple: String, cpu: String = "", features: String = "",
    optimization: OptimizationLevel = .standard,
    relocation: RelocationModel = .positionIndependent, codeModel: CodeModel = .standard
  ) throws(LLVMError) {
    try LLVMVersion.check()
    for text in [triple, cpu, features] { try checkName(text) }
    _ = Targets.initialized
    var target: LLVMTargetRef?
    var message: UnsafeMutablePointer<CChar>?
    guard LLVMGetTargetFromTriple(triple, &target, &message) == 0, let target else {
      throw .unknownTarget(triple: triple, message: oneLine(takeMessage(message)))
    }
    guard codeModel.isSupported(by: copyString(LLVMGetTargetName(target))) else {
      throw .unsupportedTargetOption(triple: triple, option: "code model '\(codeModel)'")
    }
    guard
      let machine = LLVMCreateTargetMachine(
        target, triple, cpu, features, optimization.raw, relocation.raw, codeModel.raw)
    else {
      throw .unsupportedTargetOption(triple: triple, option: "code generator")
    }
    ref = machine
  }

  deinit { LLVMDisposeTargetMachine(ref) }

  public var triple: String { takeMessage(LLVMGetTargetMachineTriple(ref)) }
  public var cpu: String { takeMessage(LLVMGetTargetMachineCPU(ref)) }
  public var features: String { takeMessage(LLVMGetTargetMachineFeatureString(ref)) }

  /// The data layout that modules for this machine must have.
  public var dataLayout: String {
    let layout = LLVMCreateTargetDataLayout(ref)
    defer { LLVMDisposeTargetData(layout) }
    return takeMessage(LLVMCopyStringRepOfTargetData(layout))
  }
}

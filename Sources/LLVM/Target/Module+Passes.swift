internal import CLLVM

/// How a pass pipeline runs.
public struct PassOptions: Hashable, Sendable {
  /// Verifies the module after each pass. LLVM ends the process if a pass broke it.
  public var verifyEach = false
  public var loopInterleaving = false
  public var loopVectorization = false
  public var slpVectorization = false
  public var loopUnrolling = true
  public var mergeFunctions = false
  /// The inliner's cost limit; nil for the pipeline's own.
  public var inlinerThreshold: Int32?

  public init() {}
}

extension Module {
  /// Runs passes over the module, which is verified before: passes may do anything to a broken one.
  /// - Parameters:
  ///   - pipeline: in `opt -passes=` syntax: `default<O2>`, `function(mem2reg,instcombine)`.
  ///   - machine: the target whose costs the passes go by; the module's triple and data layout
  ///     should be its own.
  /// - Throws: `invalidModule`; `passesFailed` if LLVM cannot parse the pipeline or a pass reported
  ///   an error.
  public func run(
    passes pipeline: String, for machine: borrowing TargetMachine,
    options: PassOptions = PassOptions()
  ) throws(LLVMError) {
    try run(pipeline, machine.ref, options)
  }

  /// Runs passes over the module without knowledge of a target.
  /// - Throws: as with a machine.
  public func run(
    passes pipeline: String, options: PassOptions = PassOptions()
  ) throws(LLVMError) {
    try run(pipeline, nil, options)
  }

  private func run(
    _ pipeline: String, _ machine: LLVMTargetMachineRef?, _ options: PassOptions
  ) throws(LLVMError) {
    try checkName(pipeline)
    try verify()
    let raw = options.make()
    defer { LLVMDisposePassBuilderOptions(raw) }
    let moduleReference = ref
    let (failure, errors) = owner.context.collecting {
      LLVMRunPasses(moduleReference, pipeline, machine, raw)
    }
    var reasons = errors
    if let failure {
      let message = LLVMGetErrorMessage(failure)
      reasons.insert(oneLine(copyString(message)), at: 0)
      LLVMDisposeErrorMessage(message)
    }
    guard reasons.isEmpty else {
      throw .passesFailed(pipeline: pipeline, message: reasons.joined(separator: "; "))
    }
  }
}

extension PassOptions {
  fileprivate func make() -> LLVMPassBuilderOptionsRef? {
    let raw = LLVMCreatePassBuilderOptions()
    LLVMPassBuilderOptionsSetVerifyEach(raw, verifyEach ? 1 : 0)
    LLVMPassBuilderOptionsSetLoopInterleaving(raw, loopInterleaving ? 1 : 0)
    LLVMPassBuilderOptionsSetLoopVectorization(raw, loopVectorization ? 1 : 0)
    LLVMPassBuilderOptionsSetSLPVectorization(raw, slpVectorization ? 1 : 0)
    LLVMPassBuilderOptionsSetLoopUnrolling(raw, loopUnrolling ? 1 : 0)
    LLVMPassBuilderOptionsSetMergeFunctions(raw, mergeFunctions ? 1 : 0)
    if let inlinerThreshold {
      LLVMPassBuilderOptionsSetInlinerThreshold(raw, inlinerThreshold)
    }
    return raw
  }
}

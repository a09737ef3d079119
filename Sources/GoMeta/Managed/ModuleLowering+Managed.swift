import GoABI
import LLVM

/// Managed code: functions with a collector (`gc "statepoint-example"`), whose frames Go may scan
/// and move. After optimisation they are put into the form in which LLVM tells where every pointer
/// is at every call.
extension ModuleLowering {
  /// The collector that such functions name, LLVM's own name for precise statepoints.
  static let collector = "statepoint-example"

  /// Whether the release has managed code: those whose functions take parameters in registers.
  var hasManagedCode: Bool { target.convention == .registers }

  func isManaged(_ function: Function) -> Bool {
    hasManagedCode && !function.isDeclaration && function.garbageCollector == Self.collector
  }

  mutating func lowerManagedCode(_ module: borrowing Module) throws(CompileError) {
    guard hasManagedCode else { return }
    try refuseCallsIntoManagedCode(module)
    let managed = module.functions.filter(isManaged)
    try llvm { () throws(LLVMError) in
      // Code for size pushes arguments, and its frame is another at each call; where nothing is to be
      // optimised, locals stay in memory, and generators store what is undefined.
      for name in ["optsize", "minsize", "optnone"] {
        let kind = try Attribute.Kind(name)
        for function in managed { function.remove(kind) }
      }
    }
    for function in managed { useCConvention(function) }
    if !managed.isEmpty { try promoteLocals(module) }
    for function in managed {
      try refuseWhatFramesForbid(function)
      try scalarizeAggregates(function, module)
      try lowerLocals(function, module)
    }
    try expandLocalMemory(module)
    try nameCallTargets(module)
    try lowerForms(module)
    guard !managed.isEmpty else { return }
    try lowerManagedCalls(module)
    try llvm { () throws(LLVMError) in
      // Code that is called through checks alone is not named any more.
      for function in module.functions
      where function.isDeclaration && !function.hasUses && !function.isIntrinsic {
        try function.delete()
      }
    }
    try makeStatepoints(module)
  }

  /// Optimisers give functions that nobody else calls other conventions.
  private func useCConvention(_ function: Function) {
    guard function.callingConvention != .c else { return }
    for user in function.users {
      guard let call = CallSite(user), call.callee == function.value else { continue }
      call.callingConvention = .c
    }
    function.callingConvention = .c
  }

  /// Locals whose address nobody takes become values, which statepoints know of: at the lowest level
  /// of optimisation nothing else has made them so.
  private func promoteLocals(_ module: borrowing Module) throws(CompileError) {
    try llvm { () throws(LLVMError) in try module.run(passes: "function(sroa)") }
  }

  private func makeStatepoints(_ module: borrowing Module) throws(CompileError) {
    try llvm { () throws(LLVMError) in
      try module.run(passes: "rewrite-statepoints-for-gc")
      for function in module.functions where isManaged(function) {
        try rebaseDerivedPointers(function, module)
      }
    }
  }

  /// A derived pointer is made again from its base behind the call, so that stack maps are about
  /// objects' starts alone: where it points, beside or behind its object, is nobody's business then.
  private func rebaseDerivedPointers(
    _ function: Function, _ module: borrowing Module
  ) throws(LLVMError) {
    let context = module.context
    let builder = Builder(in: module)
    for instruction in function.instructions {
      guard let relocate = CallSite(instruction), let callee = relocate.calledFunction,
        callee.isIntrinsic("llvm.experimental.gc.relocate")
      else { continue }
      let arguments = relocate.arguments
      guard arguments.count == 3, !arguments[1].isSame(as: arguments[2]),
        let statepoint = CallSite(arguments[0]),
        let base = Constant(arguments[1])?.unsignedInteger,
        let derived = Constant(arguments[2])?.unsignedInteger,
        let live = statepoint.operandBundles.first(where: { $0.tag == "gc-live" })?.arguments,
        base < live.count, derived < live.count
      else { continue }
      builder.position(before: statepoint.instruction)
      builder.debugLocation = statepoint.instruction.debugLocation
      let distance = builder.sub(
        builder.ptrToInt(live[Int(derived)], to: context.i64),
        builder.ptrToInt(live[Int(base)], to: context.i64))
      builder.position(before: instruction)
      let start = builder.call(callee, [arguments[0], arguments[1], arguments[1]])
      start.callingConvention = relocate.callingConvention
      let value = builder.advance(start, byBytes: distance, inBounds: false)
      try instruction.replaceAllUses(with: value)
      try instruction.erase()
    }
  }
}

import LLVM
import Symbols

extension ModuleLowering {
  /// What code on a goroutine's stack must and must not do, as LLVM's attributes say it.
  func setAttributes(_ module: borrowing Module) throws(CompileError) {
    let context = module.context
    for function in module.functions where !function.isDeclaration {
      try llvm { () throws(LLVMError) in
        for name in Self.removed {
          function.remove(try Attribute.Kind(name))
        }
        // Go leaves the upper bits of narrow arguments as they are, so nobody may rely on them.
        for index in 0..<function.argumentCount {
          function.remove(try Attribute.Kind("zeroext"), at: .parameter(index))
          function.remove(try Attribute.Kind("signext"), at: .parameter(index))
        }
        for name in ["noredzone", "nounwind", "null_pointer_is_valid"] {
          function.add(try context.attribute(name))
        }
      }
      for key in Self.removedKeys { function.removeAttribute(key: key) }
      for (key, value) in attributes { function.add(context.attribute(key: key, value: value)) }
      addFeatures(to: function, context)
    }
    try llvm { () throws(LLVMError) in
      if target.architecture == .x86_64, module.flag("override-stack-alignment") == nil {
        // Go's frames are aligned to 8 bytes only.
        try module.addFlag(.error, "override-stack-alignment", 8)
      }
    }
  }

  /// Stack protectors, probes and unwind tables belong to the thread's stack and its unwinder.
  private static let removed = [
    "ssp", "sspstrong", "sspreq", "safestack", "shadowcallstack", "uwtable", "naked",
  ]
  private static let removedKeys = [
    "probe-stack", "stack-probe-size", "split-stack", "patchable-function",
    "patchable-function-entry", "fentry-call", "sign-return-address",
    "branch-target-enforcement", "instrument-function-entry",
  ]

  private var attributes: [(String, String)] {
    let shared = [
      // A jump through a table cannot be followed.
      ("no-jump-tables", "true"),
      // No calls into a C library that nobody linked.
      ("no-builtins", ""),
    ]
    switch target.architecture {
    case .x86_64:
      // Go's unwinder and stack copier look for the saved frame pointer below the return address.
      return shared + [("frame-pointer", "all"), ("no-realign-stack", "")]
    case .arm64:
      return shared + [("frame-pointer", "non-leaf"), ("nooutline", "")]
    }
  }

  /// On every function: its own list hides the target machine's, and the machine that generates the
  /// code may not be ours.
  private func addFeatures(to function: Function, _ context: ContextHandle) {
    guard !target.cpuFeatures.isEmpty else { return }
    let own = function.attributeValue(key: "target-features") ?? ""
    function.add(
      context.attribute(
        key: "target-features",
        value: own.isEmpty ? target.cpuFeatures : own + "," + target.cpuFeatures))
  }
}

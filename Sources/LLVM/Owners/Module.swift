internal import CLLVM

/// A module: functions, global variables, aliases and named metadata, all of one context.
///
/// It owns them: `Function`, `GlobalVariable`, `Instruction` and the like are valid while it lives.
/// Methods that change the IR are not `mutating`, as the handles change it too.
public struct Module: ~Copyable {
  let owner: ModuleOwner

  /// An empty module, without triple or data layout.
  public init(name: String, in context: borrowing Context) {
    owner = ModuleOwner(LLVMModuleCreateWithNameInContext("", context.owner.ref), context.owner)
    self.name = name
  }

  init(_ owner: ModuleOwner) { self.owner = owner }

  var ref: LLVMModuleRef { owner.ref }

  /// Makes types, constants, metadata and attributes for this module.
  public var context: ContextHandle { ContextHandle(owner.context.ref) }

  /// A deep copy in the same context.
  public func clone() -> Module { Module(ModuleOwner(LLVMCloneModule(ref), owner.context)) }

  /// What LLVM warned of during operations on this module's context, oldest first; taking it
  /// empties the list.
  public func takeWarnings() -> [String] {
    defer { owner.context.warnings = [] }
    return owner.context.warnings
  }
}

/// Shared by the module and by owners that write into it.
final class ModuleOwner {
  let ref: LLVMModuleRef
  let context: ContextOwner
  private var disposes: Bool

  init(_ ref: LLVMModuleRef, _ context: ContextOwner, disposes: Bool = true) {
    self.ref = ref
    self.context = context
    self.disposes = disposes
  }

  /// Forgets the module, which LLVM has destroyed or another owner has.
  func relinquish() { disposes = false }

  deinit {
    if disposes { LLVMDisposeModule(ref) }
  }
}

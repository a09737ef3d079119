internal import CLLVM

/// An LLVM context: the owner of types, constants and metadata.
///
/// There is no global context. Modules and builders keep their context alive, so the order in which
/// they go does not matter; the light handles (`IRType`, `Value`, `Metadata`, …) do not, and are
/// valid only while the owner they came from lives. Keep the owner in a variable whose scope covers
/// every use of its handles. A context and all that hangs on it belong to one thread at a time.
public struct Context: ~Copyable {
  let owner: ContextOwner

  /// An empty context.
  /// - Throws: `versionMismatch` if the library is not the release compiled against.
  public init() throws(LLVMError) {
    try LLVMVersion.check()
    owner = ContextOwner()
  }

  init(_ owner: ContextOwner) { self.owner = owner }

  /// Makes types, constants, metadata and attributes.
  public var handle: ContextHandle { ContextHandle(owner.ref) }
}

/// A light handle on a context: the factory of types, constants, metadata and attributes.
/// Valid while the context lives.
public struct ContextHandle: Hashable {
  let ref: LLVMContextRef
  init(_ ref: LLVMContextRef) { self.ref = ref }
}

/// Shared by all owners that need the context to outlive them.
final class ContextOwner {
  let ref: LLVMContextRef
  private let disposes: Bool
  /// What LLVM warned of, in order, and nobody has taken yet.
  var warnings: [String] = []

  init() {
    ref = LLVMContextCreate()
    disposes = true
    silenceDiagnostics(of: ref)
  }

  init(borrowing ref: LLVMContextRef) {
    self.ref = ref
    disposes = false
  }

  init(adopting ref: LLVMContextRef) {
    self.ref = ref
    disposes = true
    silenceDiagnostics(of: ref)
  }

  deinit {
    if disposes { LLVMContextDispose(ref) }
  }

  /// Runs an operation of LLVM that may report diagnostics; the caller throws the errors.
  func collecting<Result>(_ body: () -> Result) -> (result: Result, errors: [String]) {
    let (result, diagnostics) = collectingDiagnostics(of: ref, body)
    warnings += diagnostics.warnings
    return (result, diagnostics.errors)
  }
}

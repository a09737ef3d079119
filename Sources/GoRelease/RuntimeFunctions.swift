/// Go functions of package runtime that compiled code calls: what Go's own compiler calls
/// (cmd/compile/internal/typecheck/_builtin/runtime.go), and a few more.
extension GoRelease {
  /// The signature of one, such as `runtime.newobject`, in Go's syntax with builtin types only:
  /// what the runtime has types of its own for (descriptors, itabs, maps, channels) is an
  /// `unsafe.Pointer`, and a struct is its fields. Nil when the release's runtime has none that code
  /// can call under that name.
  ///
  /// Go's linker leaves out what a program has no use for: a host may lack functions that are rare
  /// in Go code, and a plugin that calls one of them is then refused when it is opened.
  public func runtimeFunction(named name: String) -> String? {
    guard !code.argumentsOnStack, name.hasPrefix("runtime.") else { return nil }
    let name = name.dropFirst("runtime.".count)
    return RuntimeFunction.all.first { $0.name == name && $0.isIn(self) }?.signature
  }

  /// The names of all of them, sorted.
  public var runtimeFunctionNames: [String] {
    guard !code.argumentsOnStack else { return [] }
    return RuntimeFunction.all.filter { $0.isIn(self) }.map { "runtime.\($0.name)" }.sorted()
  }
}

/// A function of the register convention: written in Go, or in assembly for that convention.
struct RuntimeFunction: Sendable {
  let name: String
  let signature: String
  /// The numbers after the dot of the releases that have it, in this form.
  let releases: ClosedRange<UInt32>

  init(_ name: String, _ signature: String, _ releases: ClosedRange<UInt32> = 21...27) {
    self.name = name
    self.signature = signature
    self.releases = releases
  }

  func isIn(_ release: GoRelease) -> Bool { releases.contains(release.minorVersion) }

  static let all = memory + strings + maps + channels + interfaces + comparison + panics + printing
}

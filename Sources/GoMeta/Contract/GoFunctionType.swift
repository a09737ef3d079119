import GoABI
public import GoTypes
public import LLVM

/// The LLVM function type of a Go signature in the C convention: every parameter flattened into its
/// scalar leaves, results as one value or one struct. It is the same for every target.
public struct GoFunctionType {
  /// The scalars of all parameters, the receiver's first.
  public private(set) var parameters: [IRType]
  /// One value, one struct of several, or void.
  public let result: IRType

  /// The receiver's leaves, where there is one, come first. GC pointers are in address space 1.
  ///
  /// An array of several elements among the parameters is the address of a copy; among the results
  /// it is its elements.
  ///
  /// - Throws: `CallLayoutError` when a type has no layout, or there are more scalars than
  ///   `CallLayout.mostScalars` among the parameters or among the results.
  public init(
    receiver: GoType? = nil, _ signature: Signature, universe: Universe, in context: ContextHandle
  ) throws(CallLayoutError) {
    var parameters: [IRType] = []
    for (index, type) in ((receiver.map { [$0] } ?? []) + signature.parameters).enumerated() {
      parameters += try Self.types(
        of: type, "parameter \(index + 1)", universe, context, .byAddress)
      try Self.check(parameters, "parameter \(index + 1)")
    }
    var results: [IRType] = []
    for (index, type) in signature.results.enumerated() {
      results += try Self.types(
        of: type, "result \(index + 1)", universe, context, .flattened)
      try Self.check(results, "result \(index + 1)")
    }
    self.parameters = parameters
    result = results.count > 1 ? context.structure(results).type : results.first ?? context.void
  }

  private static func types(
    of type: GoType, _ what: String, _ universe: Universe, _ context: ContextHandle,
    _ arrays: ScalarLeaf.ArrayLeaves
  ) throws(CallLayoutError) -> [IRType] {
    let leaves: [ScalarLeaf]?
    do throws(LayoutError) {
      leaves = try ScalarLeaf.leaves(of: type, in: universe, arrays: arrays)
    } catch { throw .layout(error) }
    guard let leaves else {
      throw .tooManyScalars(what: what, limit: CallLayout.mostScalars)
    }
    return leaves.map { leaf in
      switch leaf.kind {
      case .integer(let bytes): context.integer(8 * bytes)
      case .pointer, .array: context.pointer(addressSpace: 1)
      case .float32: context.float
      case .float64: context.double
      }
    }
  }

  private static func check(_ scalars: [IRType], _ what: String) throws(CallLayoutError) {
    guard scalars.count <= CallLayout.mostScalars else {
      throw .tooManyScalars(what: what, limit: CallLayout.mostScalars)
    }
  }

  /// What comes before the first parameter.
  mutating func prepend(_ types: [IRType]) { parameters = types + parameters }

  public func functionType(in context: ContextHandle) -> FunctionType {
    context.function(parameters, returning: result)
  }

  /// How a function differs from this type; nil when it does not. Any address space will do for a
  /// pointer, and a struct result may be named or nested. What comes back in the same registers is
  /// the same result: C's front ends return two words as an array, or a pointer as an integer.
  func difference(from type: FunctionType) -> String? {
    let found = type.parameters
    if found.count != parameters.count || type.isVariadic {
      return "takes \(found.count) parameters, its Go declaration makes \(parameters.count): "
        + "(\(parameters.map(\.description).joined(separator: ", ")))"
    }
    for (index, (have, want)) in zip(found, parameters).enumerated() where !have.matches(want) {
      return "parameter \(index + 1) is \(have), its Go declaration makes it \(want)"
    }
    let have = type.result.leaves
    let want = result.leaves
    if have.count != want.count || !zip(have, want).allSatisfy({ $0.returns($1) }) {
      return "returns \(type.result), its Go declaration makes it \(result)"
    }
    return nil
  }
}

extension IRType {
  fileprivate func matches(_ other: IRType) -> Bool {
    self == other || (addressSpace != nil && other.addressSpace != nil)
  }

  fileprivate func returns(_ other: IRType) -> Bool {
    matches(other) || (integerWidth == 64 && other.addressSpace != nil)
  }

  /// The scalars of a struct or an array, nested ones too; one too large for a result is itself.
  fileprivate var leaves: [IRType] {
    if kind == .void { return [] }
    if kind == .array, let element = elementType?.leaves, let count = elementCount,
      count <= CallLayout.mostScalars, element.count <= CallLayout.mostScalars,
      Int(count) * element.count <= CallLayout.mostScalars
    {
      return (0..<count).flatMap { _ in element }
    }
    guard let structure = StructType(self) else { return [self] }
    return structure.fields.flatMap(\.leaves)
  }
}

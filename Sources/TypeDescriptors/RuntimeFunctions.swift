import GoTypes

/// The functions that package runtime has for the types that need none of their own.
enum RuntimeFunctions {
  enum Operation { case equal, hash }

  static func equal(_ layout: TypeLayout) -> String? {
    switch layout.equality {
    case .none, .special: nil
    case .memory: memorySuffix(layout.size).map { "memequal\($0)" }
    case .string: "strequal"
    case .interface: "interequal"
    case .emptyInterface: "nilinterequal"
    case .float32: "f32equal"
    case .float64: "f64equal"
    case .complex64: "c64equal"
    case .complex128: "c128equal"
    }
  }

  static func hash(_ layout: TypeLayout) -> String? {
    switch layout.equality {
    case .none, .special: nil
    case .memory: memorySuffix(layout.size).map { "memhash\($0)" }
    case .string: "strhash"
    case .interface: "interhash"
    case .emptyInterface: "nilinterhash"
    case .float32: "f32hash"
    case .float64: "f64hash"
    case .complex64: "c64hash"
    case .complex128: "c128hash"
    }
  }

  /// In bits, but for no bytes at all.
  private static func memorySuffix(_ size: Int64) -> Int64? {
    [0, 1, 2, 4, 8, 16].contains(size) ? size * 8 : nil
  }
}

extension EqualitySignature {
  /// The runtime's own function for the signature; nil when one has to be made.
  func runtimeFunction(_ operation: RuntimeFunctions.Operation) -> String? {
    guard let equality = runtimeEquality else { return nil }
    let layout = TypeLayout(
      size: equality.size, alignment: 1, pointerBytes: 0, equality: equality.kind,
      isDirectInterface: false)
    return switch operation {
    case .equal: RuntimeFunctions.equal(layout)
    case .hash: RuntimeFunctions.hash(layout)
    }
  }

  private var runtimeEquality: (kind: TypeLayout.Equality, size: Int64)? {
    if pieces.isEmpty { return (.memory, 0) }
    if pieces.count == 1, case .memory(let size) = pieces[0] { return (.memory, size) }
    return switch pieces {
    case [.string]: (.string, 16)
    case [.interface]: (.interface, 16)
    case [.emptyInterface]: (.emptyInterface, 16)
    case [.float32]: (.float32, 4)
    case [.float64]: (.float64, 8)
    case [.float32, .float32]: (.complex64, 8)
    case [.float64, .float64]: (.complex128, 16)
    default: nil
    }
  }
}

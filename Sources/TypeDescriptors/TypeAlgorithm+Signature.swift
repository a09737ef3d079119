extension TypeAlgorithm {
  /// The steps that hash what a signature compares (reflectdata/alg.go, `hashFunc`, Go 1.27).
  public init(_ signature: EqualitySignature) {
    var end: Int64 = 0
    self.init(steps: Self.steps(signature, end: &end))
  }

  /// - Parameter end: where the pieces end, in bytes.
  private static func steps(_ signature: EqualitySignature, end: inout Int64) -> [Step] {
    var steps: [Step] = []
    func add(_ value: Value, _ size: Int64) {
      steps.append(.value(value, offset: end))
      end += size
    }
    for piece in signature.pieces {
      switch piece {
      case .memory(let size):
        steps.append(.memory(offset: end, size: size))
        end += size
      case .skip(let size): end += size
      case .float32: add(.float32, 4)
      case .float64: add(.float64, 8)
      case .string: add(.string, 16)
      case .interface: add(.interface, 16)
      case .emptyInterface: add(.emptyInterface, 16)
      case .array(let count, let element):
        var stride: Int64 = 0
        let inner = Self.steps(element, end: &stride)
        steps.append(.array(offset: end, count: count, stride: stride, steps: inner))
        end += count * stride
      }
    }
    return steps
  }
}

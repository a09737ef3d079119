import TypeDescriptors

extension EqualitySignature.Piece {
  /// In bytes.
  var size: Int64 {
    switch self {
    case .memory(let bytes), .skip(let bytes): bytes
    case .float32: 4
    case .float64: 8
    case .string, .interface, .emptyInterface: 16
    case .array(let count, let element): count * element.size
    }
  }

  var holdsInterface: Bool {
    switch self {
    case .interface, .emptyInterface: true
    case .array(_, let element): element.pieces.contains(where: \.holdsInterface)
    default: false
    }
  }
}

extension EqualitySignature {
  /// In bytes, from the first piece to the end of the last.
  var size: Int64 { pieces.reduce(0) { $0 + $1.size } }

  /// What an algorithm's steps compare, from offset 0 on; `size` is where the value ends.
  init(steps: [TypeAlgorithm.Step], size: Int64 = 0) {
    var pieces: [Piece] = []
    var end: Int64 = 0
    func skip(to offset: Int64) {
      if offset > end { pieces.append(.skip(offset - end)) }
      end = max(end, offset)
    }
    for step in steps {
      switch step {
      case .memory(let offset, let size):
        guard size > 0 else { continue }
        skip(to: offset)
        pieces.append(.memory(size))
        end = offset + size
      case .value(let value, let offset):
        skip(to: offset)
        switch value {
        case .string: pieces.append(.string)
        case .interface: pieces.append(.interface)
        case .emptyInterface: pieces.append(.emptyInterface)
        case .float32: pieces.append(.float32)
        case .float64: pieces.append(.float64)
        case .complex64: pieces += [.float32, .float32]
        case .complex128: pieces += [.float64, .float64]
        }
        end = offset + value.size
      case .array(let offset, let count, let stride, let steps):
        guard count > 0, stride > 0 else { continue }
        skip(to: offset)
        pieces.append(.array(count: count, element: EqualitySignature(steps: steps, size: stride)))
        end = offset + count * stride
      }
    }
    skip(to: size)
    self.init(pieces: pieces)
  }
}

import GoTypes

/// Collects the pieces of a signature: neighbouring runs of memory become one.
struct EqualitySignatureBuilder {
  private var pieces: [EqualitySignature.Piece] = []
  private let universe: Universe

  /// The signature of a comparable type.
  static func signature(
    of type: GoType, in universe: Universe
  ) throws(LayoutError) -> EqualitySignature {
    var builder = EqualitySignatureBuilder(universe: universe)
    try builder.add(type)
    if case .skip = builder.pieces.last { builder.pieces.removeLast() }
    return EqualitySignature(pieces: builder.pieces)
  }

  private init(universe: Universe) { self.universe = universe }

  private mutating func memory(_ count: Int64) {
    guard count > 0 else { return }
    if case .memory(let before) = pieces.last {
      pieces[pieces.count - 1] = .memory(before + count)
    } else {
      pieces.append(.memory(count))
    }
  }

  private mutating func skip(_ count: Int64) {
    guard count > 0 else { return }
    if case .skip(let before) = pieces.last {
      pieces[pieces.count - 1] = .skip(before + count)
    } else {
      pieces.append(.skip(count))
    }
  }

  private mutating func add(_ type: GoType) throws(LayoutError) {
    switch universe.underlying(type) ?? type {
    case .basic(.string): pieces.append(.string)
    case .basic(.float32): pieces.append(.float32)
    case .basic(.float64): pieces.append(.float64)
    case .basic(.complex64): pieces += [.float32, .float32]
    case .basic(.complex128): pieces += [.float64, .float64]
    case .interface(let interface):
      pieces.append(interface.methods.isEmpty ? .emptyInterface : .interface)
    case .structure(let structure): try add(structure, size: universe.layout(of: type).size)
    case .array(let count, let element): try add(count: count, element, array: type)
    default: try memory(universe.layout(of: type).size)
    }
  }

  private mutating func add(_ structure: StructType, size: Int64) throws(LayoutError) {
    let offsets = try universe.fieldOffsets(of: structure)
    var end: Int64 = 0
    for (field, offset) in zip(structure.fields, offsets) where field.name != "_" {
      skip(offset - end)
      try add(field.type)
      end = offset + (try universe.layout(of: field.type).size)
    }
    skip(size - end)
  }

  private mutating func add(
    count: Int64, _ element: GoType, array: GoType
  ) throws(LayoutError) {
    let layout = try universe.layout(of: array)
    if layout.isRegularMemory { return memory(layout.size) }
    let elementSize = try universe.layout(of: element).size
    guard elementSize > 0 else { return }
    // The loop's body compares about 32 bytes; what does not fill a body stands before the loop.
    let unroll = max(1, 32 / elementSize)
    let before = count <= unroll ? count : count % unroll
    for _ in 0..<before { try add(element) }
    guard count > before else { return }
    if count - before == unroll {
      for _ in 0..<unroll { try add(element) }
      return
    }
    var body = EqualitySignatureBuilder(universe: universe)
    for _ in 0..<unroll { try body.add(element) }
    let inner = EqualitySignature(pieces: body.pieces)
    pieces.append(.array(count: (count - before) / unroll, element: inner))
  }
}

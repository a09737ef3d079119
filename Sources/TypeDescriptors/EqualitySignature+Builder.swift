import GoTypes

/// Collects the pieces of a signature as cmd/compile does (reflectdata/alg.go, `eqSigBuilder`):
/// neighbouring runs of memory become one, and so do those of bytes to skip.
struct EqualitySignatureBuilder {
  private var pieces: [EqualitySignature.Piece] = []
  /// The run that the next piece may lengthen.
  private var run: Run?
  private let universe: Universe
  /// How many types were looked at.
  private var steps = 0

  private var isTooLong: Bool { steps > TypeAlgorithm.stepLimit }

  private enum Run {
    case memory(Int64)
    case skip(Int64)
  }

  /// The signature of a comparable type; nil when it takes more than `TypeAlgorithm.stepLimit`
  /// steps.
  static func signature(
    of type: GoType, in universe: Universe
  ) throws(LayoutError) -> EqualitySignature? {
    var builder = EqualitySignatureBuilder(universe: universe)
    try builder.add(type)
    if builder.isTooLong { return nil }
    // What is skipped at the end need not be said.
    if case .skip = builder.run { builder.run = nil }
    builder.endRun()
    return EqualitySignature(pieces: builder.pieces)
  }

  private init(universe: Universe) { self.universe = universe }

  private mutating func endRun() {
    switch run {
    case .memory(let count): pieces.append(.memory(count))
    case .skip(let count): pieces.append(.skip(count))
    case nil: break
    }
    run = nil
  }

  /// A run of no bytes, an array without elements, ends a run of bytes to skip all the same.
  private mutating func memory(_ count: Int64) {
    if case .memory(let before) = run {
      run = .memory(before + count)
    } else {
      endRun()
      if count > 0 { run = .memory(count) }
    }
  }

  private mutating func skip(_ count: Int64) {
    guard count > 0 else { return }
    if case .skip(let before) = run {
      run = .skip(before + count)
    } else {
      endRun()
      run = .skip(count)
    }
  }

  private mutating func piece(_ piece: EqualitySignature.Piece) {
    endRun()
    pieces.append(piece)
  }

  private mutating func add(_ type: GoType) throws(LayoutError) {
    steps += 1
    if isTooLong { return }
    switch universe.underlying(type) ?? type {
    case .basic(.string): piece(.string)
    case .basic(.float32): piece(.float32)
    case .basic(.float64): piece(.float64)
    case .basic(.complex64): for _ in 0..<2 { piece(.float32) }
    case .basic(.complex128): for _ in 0..<2 { piece(.float64) }
    case .interface(let interface):
      piece(interface.methods.isEmpty ? .emptyInterface : .interface)
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
    if count == 1 { return try add(element) }
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
    body.endRun()
    steps += body.steps
    let inner = EqualitySignature(pieces: body.pieces)
    piece(.array(count: (count - before) / unroll, element: inner))
  }
}

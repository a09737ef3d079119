import GoTypes
import Symbols

/// What tells tracebacks where a function's arguments are: FUNCDATA_ArgInfo, pairs of offset and size
/// of scalars in the caller's frame, and operators between them (runtime/traceback.go, `printArgs`;
/// cmd/compile/internal/ssagen, `EmitArgInfo`). It is the same in Go 1.21 to 1.27.
public enum ArgumentInfo {
  enum Operator {
    static let end: UInt8 = 0xff
    static let startAggregate: UInt8 = 0xfe
    static let endAggregate: UInt8 = 0xfd
    static let more: UInt8 = 0xfc
    static let unknown: UInt8 = 0xfb
    /// What an offset must be below.
    static let first = 0xf0
  }

  /// The most scalars, and the most levels of braces, the outermost included.
  static let mostScalars = 10
  static let deepest = 5

  /// The bytes for a function or method in C's form, empty when it takes nothing. What is not within
  /// reach of an offset prints as `_`, an array of several elements, of which the function has the
  /// address, as `{...}`.
  public static func bytes(
    receiver: GoType? = nil, _ signature: Signature, universe: Universe, form: NativeForm,
    architecture: Architecture
  ) throws(LayoutError) -> [UInt8] {
    let inputs = (receiver.map { [$0] } ?? []) + signature.parameters
    // Offset 0 is above the return address: on AArch64 above SP at entry.
    let start = architecture == .arm64 ? 8 : 0
    var writer = ArgumentInfoWriter(
      universe: universe, places: .scalars(form.shownPlaces.map { $0.map { $0 - start } }))
    return try writer.bytes(inputs.map { ($0, 0) })
  }
}

struct ArgumentInfoWriter {
  enum Places {
    /// In memory as Go lays values out.
    case values
    /// Each scalar where this says; an array of several elements is one.
    case scalars([Int?])
  }

  let universe: Universe
  let places: Places
  private var bytes: [UInt8] = []
  private var count = 0
  private var nextScalar = 0

  init(universe: Universe, places: Places) {
    self.universe = universe
    self.places = places
  }

  mutating func bytes(_ values: [(type: GoType, offset: Int64)]) throws(LayoutError) -> [UInt8] {
    guard !values.isEmpty else { return [] }
    for (type, offset) in values {
      guard try add(.value(type), at: offset, depth: 0) else { break }
    }
    return bytes + [ArgumentInfo.Operator.end]
  }

  private enum Part {
    case scalar(size: Int64)
    case value(GoType)
  }

  /// Adds a part; false when there is no room for it nor for anything behind it.
  private mutating func add(
    _ part: Part, at offset: Int64, depth: Int
  ) throws(LayoutError) -> Bool {
    guard count < ArgumentInfo.mostScalars else {
      bytes.append(ArgumentInfo.Operator.more)
      return false
    }
    switch part {
    case .scalar(let size): addScalar(size: size, at: offset)
    case .value(let type): try add(type, at: offset, depth: depth)
    }
    return true
  }

  private mutating func add(
    _ type: GoType, at offset: Int64, depth: Int
  ) throws(LayoutError) {
    let size = try universe.layout(of: type).size
    let word = Part.scalar(size: 8)
    switch universe.underlying(type) ?? type {
    case .basic(.string), .interface:
      try addAggregate(type, [(0, word), (8, word)], offset, depth)
    case .slice: try addAggregate(type, [(0, word), (8, word), (16, word)], offset, depth)
    case .basic(.complex64), .basic(.complex128):
      let half = Part.scalar(size: size / 2)
      try addAggregate(type, [(0, half), (size / 2, half)], offset, depth)
    case .array(let length, let element):
      if case .scalars = places, length > 1, size > 0 {
        bytes += [
          ArgumentInfo.Operator.startAggregate, ArgumentInfo.Operator.more,
          ArgumentInfo.Operator.endAggregate,
        ]
        count += 1
        nextScalar += 1
        return
      }
      let step = try universe.layout(of: element).size
      // Each element takes room: the rest of a long array is never looked at.
      let shown = 0..<min(length, Int64(ArgumentInfo.mostScalars) + 1)
      try addAggregate(type, shown.map { ($0 * step, .value(element)) }, offset, depth)
    case .structure(let structure):
      let offsets = try universe.fieldOffsets(of: structure)
      try addAggregate(
        type, zip(structure.fields, offsets).map { ($1, .value($0.type)) }, offset, depth)
    default: addScalar(size: size, at: offset)
    }
  }

  private mutating func addAggregate(
    _ type: GoType, _ parts: [(offset: Int64, part: Part)], _ offset: Int64, _ depth: Int
  ) throws(LayoutError) {
    bytes.append(ArgumentInfo.Operator.startAggregate)
    if depth + 1 >= ArgumentInfo.deepest {
      bytes.append(ArgumentInfo.Operator.more)
      count += 1
      nextScalar += try ScalarLeaf.leaves(of: type, in: universe, arrays: .byAddress)?.count ?? 0
    } else {
      if parts.isEmpty { count += 1 }
      for (partOffset, part) in parts {
        guard try add(part, at: offset + partOffset, depth: depth + 1) else { break }
      }
    }
    bytes.append(ArgumentInfo.Operator.endAggregate)
  }

  private mutating func addScalar(size: Int64, at offset: Int64) {
    var place: Int? = Int(offset)
    if case .scalars(let places) = places {
      place = nextScalar < places.count ? places[nextScalar] : nil
      nextScalar += 1
    }
    if let place, place < ArgumentInfo.Operator.first {
      bytes += [UInt8(truncatingIfNeeded: place), UInt8(truncatingIfNeeded: size)]
    } else {
      bytes.append(ArgumentInfo.Operator.unknown)
    }
    count += 1
  }
}

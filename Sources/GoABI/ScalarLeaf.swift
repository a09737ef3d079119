import GoTypes

/// A scalar that a Go value is made of: what a register holds.
public struct ScalarLeaf: Sendable, Equatable {
  public enum Kind: Sendable, Equatable {
    /// So many bytes: 1, 2, 4 or 8.
    case integer(Int)
    case pointer
    case float32, float64
    /// The address of an array of so many bytes: C code gets it in the array's place.
    case array(Int64)

    /// In bytes.
    public var size: Int {
      switch self {
      case .integer(let bytes): bytes
      case .pointer, .float64: 8
      case .float32: 4
      case .array(let bytes): Int(clamping: bytes)
      }
    }

    public var isFloat: Bool { self == .float32 || self == .float64 }
  }

  public var kind: Kind
  /// In bytes from the start of the value.
  public var offset: Int64
}

extension ScalarLeaf {
  /// The leaves of a type in order, none for a type of size 0; nil when a value of it never travels
  /// in registers: an array of more than one element is somewhere in it, or it has more leaves than
  /// any machine has registers (Go's ABI specification, "function call argument and result
  /// passing"; cmd/compile/internal/types/size.go, `intRegs`).
  ///
  /// - Parameter arrays: what becomes of an array of more than one element instead.
  public static func leaves(
    of type: GoType, in universe: Universe, arrays: ArrayLeaves = .refused
  ) throws(LayoutError) -> [ScalarLeaf]? {
    if try universe.layout(of: type).size == 0 { return [] }
    var search = ScalarLeafSearch(universe: universe, arrays: arrays)
    guard try search.append(type, at: 0, depth: 0), search.leaves.count <= mostLeaves else {
      return nil
    }
    return search.leaves
  }

  fileprivate static let mostLeaves = 256

  /// What an array of more than one element is among leaves.
  public enum ArrayLeaves: Sendable {
    /// There are none of what holds one.
    case refused
    /// One leaf, as for parameters of C functions.
    case byAddress
    /// The leaves of its elements.
    case flattened
  }
}

/// The walk through a type, with bounds on its work: a few lines of declarations can describe 2^50
/// leaves, or as many parts of size 0.
private struct ScalarLeafSearch {
  let universe: Universe
  let arrays: ScalarLeaf.ArrayLeaves
  var leaves: [ScalarLeaf] = []
  /// Types of size 0 that were found to hold no array of several elements.
  private var empty: Set<GoType> = []

  private static let deepest = 1000

  init(universe: Universe, arrays: ScalarLeaf.ArrayLeaves) {
    self.universe = universe
    self.arrays = arrays
  }

  /// Adds the leaves of a value; false when it never travels in registers.
  mutating func append(
    _ type: GoType, at offset: Int64, depth: Int
  ) throws(LayoutError) -> Bool {
    guard depth <= Self.deepest, leaves.count <= ScalarLeaf.mostLeaves else { return false }
    if empty.contains(type) { return true }
    func word(_ index: Int64, _ kind: ScalarLeaf.Kind) {
      leaves.append(ScalarLeaf(kind: kind, offset: offset + 8 * index))
    }
    switch universe.underlying(type) ?? type {
    case .basic(.string):
      word(0, .pointer)
      word(1, .integer(8))
    case .basic(.unsafePointer), .pointer, .map, .channel, .function:
      word(0, .pointer)
    case .basic(.float32): word(0, .float32)
    case .basic(.float64): word(0, .float64)
    case .basic(.complex64):
      leaves.append(ScalarLeaf(kind: .float32, offset: offset))
      leaves.append(ScalarLeaf(kind: .float32, offset: offset + 4))
    case .basic(.complex128):
      word(0, .float64)
      word(1, .float64)
    case .basic, .named:
      let size = try universe.layout(of: type).size
      leaves.append(ScalarLeaf(kind: .integer(Int(truncatingIfNeeded: size)), offset: offset))
    case .slice:
      word(0, .pointer)
      word(1, .integer(8))
      word(2, .integer(8))
    case .interface:
      word(0, .pointer)
      word(1, .pointer)
    case .array(let count, let element):
      guard count <= 1 else {
        let size = try universe.layout(of: type).size
        switch arrays {
        case .refused: return false
        case .byAddress:
          if size > 0 { leaves.append(ScalarLeaf(kind: .array(size), offset: offset)) }
        case .flattened where size > 0:
          let step = size / count
          for index in 0..<count {
            guard try append(element, at: offset + index * step, depth: depth + 1) else {
              return false
            }
          }
        case .flattened: break
        }
        return true
      }
      if count == 1 {
        guard try append(element, at: offset, depth: depth + 1) else { return false }
      }
    case .structure(let structure):
      let offsets = try universe.fieldOffsets(of: structure)
      for (field, fieldOffset) in zip(structure.fields, offsets) {
        guard try append(field.type, at: offset + fieldOffset, depth: depth + 1) else {
          return false
        }
      }
    }
    if try universe.layout(of: type).size == 0 { empty.insert(type) }
    return true
  }
}

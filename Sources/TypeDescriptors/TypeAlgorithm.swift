import GoTypes

/// How values of a type are hashed and compared, in releases whose descriptors name functions for
/// both (`runtime.typeAlg`, up to Go 1.13), where the runtime has none for the type.
///
/// The hash of a value is made step by step, each from the one before; a program and a plugin that
/// share a map must take the same steps. Values are equal when every step finds them so.
/// Source: cmd/compile/internal/gc/alg.go, `genhash` and `geneq`, Go 1.8; the same in Go 1.2.
public struct TypeAlgorithm: Hashable, Sendable {
  /// A value that the runtime hashes and compares by a function of its own.
  public enum Value: Hashable, Sendable {
    case string, interface, emptyInterface, float32, float64, complex64, complex128
  }

  /// One step, at an offset in bytes from the value's start or, within `array`, the element's.
  public indirect enum Step: Hashable, Sendable {
    /// So many bytes of plain memory, hashed at once; even none are hashed.
    case memory(offset: Int64, size: Int64)
    case value(Value, offset: Int64)
    /// The steps for each of `count` elements that lie `stride` bytes apart.
    case array(offset: Int64, count: Int64, stride: Int64, steps: [Step])
  }

  public var steps: [Step]

  public init(steps: [Step]) { self.steps = steps }
}

extension TypeAlgorithm {
  /// A field of a struct, as far as algorithms care.
  public struct Member: Sendable {
    /// In bytes.
    public var offset: Int64
    public var type: GoType
    /// Blank fields are neither hashed nor compared.
    public var isBlank: Bool

    public init(offset: Int64, type: GoType, isBlank: Bool = false) {
      self.offset = offset
      self.type = type
      self.isBlank = isBlank
    }
  }

  /// More steps than any written type has; only structs nested by name can exceed it.
  public static let stepLimit = 1 << 16

  /// The algorithm of a comparable type; nil when it has more steps than `stepLimit`.
  public init?(of type: GoType, in universe: Universe) throws(LayoutError) {
    var search = StepSearch(universe: universe)
    self.init(steps: try search.steps(of: type, at: 0))
    if search.count > Self.stepLimit { return nil }
  }

  /// The algorithm of a struct that has no Go type; nil when it has more steps than `stepLimit`.
  /// - Parameter size: the struct's, in bytes.
  public init?(members: [Member], size: Int64, in universe: Universe) throws(LayoutError) {
    var search = StepSearch(universe: universe)
    self.init(steps: try search.steps(of: members, size: size, at: 0))
    if search.count > Self.stepLimit { return nil }
  }
}

private struct StepSearch {
  let universe: Universe
  private(set) var count = 0

  init(universe: Universe) { self.universe = universe }

  mutating func steps(
    of type: GoType, at offset: Int64
  ) throws(LayoutError) -> [TypeAlgorithm.Step] {
    guard count <= TypeAlgorithm.stepLimit else { return [] }
    let layout = try universe.layout(of: type)
    count += 1
    switch layout.equality {
    case .none: return []
    case .memory: return [.memory(offset: offset, size: layout.size)]
    case .string: return [.value(.string, offset: offset)]
    case .interface: return [.value(.interface, offset: offset)]
    case .emptyInterface: return [.value(.emptyInterface, offset: offset)]
    case .float32: return [.value(.float32, offset: offset)]
    case .float64: return [.value(.float64, offset: offset)]
    case .complex64: return [.value(.complex64, offset: offset)]
    case .complex128: return [.value(.complex128, offset: offset)]
    case .special: break
    }
    switch universe.underlying(type) {
    case .array(let count, let element):
      let steps = try steps(of: element, at: 0)
      let stride = try universe.layout(of: element).size
      return [.array(offset: offset, count: count, stride: stride, steps: steps)]
    case .structure(let structure):
      let offsets = try universe.fieldOffsets(of: structure)
      let members = zip(structure.fields, offsets).map {
        TypeAlgorithm.Member(offset: $1, type: $0.type, isBlank: $0.name == "_")
      }
      return try steps(of: members, size: layout.size, at: offset)
    default: return []
    }
  }

  /// Neighbouring fields of plain memory are one step, up to padding; what lies in a nested struct
  /// is never joined with what stands beside it. Fields of no size are a step, too: hashing no
  /// bytes changes the hash.
  mutating func steps(
    of members: [TypeAlgorithm.Member], size: Int64, at offset: Int64
  ) throws(LayoutError) -> [TypeAlgorithm.Step] {
    var steps: [TypeAlgorithm.Step] = []
    var run: (start: Int64, end: Int64)?
    func endRun() {
      if let run { steps.append(.memory(offset: offset + run.start, size: run.end - run.start)) }
      run = nil
    }
    for (index, member) in members.enumerated() {
      let layout = try universe.layout(of: member.type)
      guard layout.equality == .memory, !member.isBlank else {
        endRun()
        if !member.isBlank { steps += try self.steps(of: member.type, at: offset + member.offset) }
        continue
      }
      count += 1
      let end = member.offset + layout.size
      run = (run?.start ?? member.offset, end)
      let next = index + 1 < members.count ? members[index + 1].offset : size
      if next != end { endRun() }
    }
    endRun()
    return steps
  }
}

extension Universe {
  /// The indices of the 8-byte words that hold pointers, in ascending order: the pointer bitmap.
  ///
  /// The first word of a string or slice counts. An interface's second word, its value, counts
  /// always; its first, the type or itab, which the collector need not trace, did in releases as
  /// old as Go 1.8 (cmd/compile/internal/typebits/typebits.go).
  /// - Parameters:
  ///   - limit: how many words there may be: work and memory keep within it, however large the
  ///     type.
  ///   - includesInterfaceTypes: whether the first words of interfaces count.
  /// - Returns: nil when there are more than `limit`.
  public func pointerWords(
    of type: GoType, limit: Int, includesInterfaceTypes: Bool = false
  ) throws(LayoutError) -> [Int64]? {
    var search = PointerWordSearch(
      universe: self, limit: limit, includesInterfaceTypes: includesInterfaceTypes)
    return try search.collect(type, from: 0) ? search.words : nil
  }
}

private struct PointerWordSearch {
  let universe: Universe
  let limit: Int
  let includesInterfaceTypes: Bool
  private(set) var words: [Int64] = []

  init(universe: Universe, limit: Int, includesInterfaceTypes: Bool) {
    self.universe = universe
    self.limit = limit
    self.includesInterfaceTypes = includesInterfaceTypes
  }

  /// Appends the pointer words of a value that begins at a word; false when the limit is exceeded.
  mutating func collect(_ type: GoType, from base: Int64) throws(LayoutError) -> Bool {
    guard try universe.layout(of: type).pointerBytes > 0 else { return true }
    switch universe.underlying(type) {
    case .interface: words += includesInterfaceTypes ? [base, base + 1] : [base + 1]
    case .array(let length, let element):
      return try collect(arrayOf: length, element, from: base)
    case .structure(let structure):
      let offsets = try universe.fieldOffsets(of: structure)
      for (field, offset) in zip(structure.fields, offsets) {
        guard try collect(field.type, from: base + offset / 8) else { return false }
      }
    default: words.append(base)
    }
    return words.count <= limit
  }

  private mutating func collect(
    arrayOf length: Int64, _ element: GoType, from base: Int64
  ) throws(LayoutError) -> Bool {
    let start = words.count
    guard try collect(element, from: base) else { return false }
    let pattern = words[start...]
    let stride = try universe.layout(of: element).size / 8
    // The pattern is not empty, so the limit bounds the rounds.
    for index in 1..<max(length, 1) {
      guard words.count + pattern.count <= limit else { return false }
      words += pattern.map { $0 + index * stride }
    }
    return true
  }
}

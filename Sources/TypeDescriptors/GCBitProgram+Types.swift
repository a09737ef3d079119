import GoTypes

extension GCBitProgram {
  /// The program of one value of a type
  /// (cmd/compile/internal/gc/reflect.go, `GCProg.emit`, Go 1.8).
  ///
  /// - Parameter includesInterfaceTypes: whether the first words of interfaces, the types or itabs,
  ///   count as pointers.
  /// - Returns: nil when the program is longer than `longest`.
  public init?(
    of type: GoType, in universe: Universe, includesInterfaceTypes: Bool
  ) throws(LayoutError) {
    self.init(includesInterfaceTypes: includesInterfaceTypes)
    try append(type, at: 0, in: universe)
    if isTooLong { return nil }
  }

  /// Tells the words of a value that begins at an offset, in bytes.
  public mutating func append(
    _ type: GoType, at offset: Int64, in universe: Universe
  ) throws(LayoutError) {
    let layout = try universe.layout(of: type)
    guard layout.pointerBytes > 0, !isTooLong else { return }
    if layout.size == 8 { return pointer(at: offset / 8) }
    switch universe.underlying(type) {
    case .interface:
      if includesInterfaceTypes { pointer(at: offset / 8) }
      pointer(at: offset / 8 + 1)
    case .structure(let structure):
      let offsets = try universe.fieldOffsets(of: structure)
      for (field, place) in zip(structure.fields, offsets) {
        try append(field.type, at: offset + place, in: universe)
      }
    case .array(let length, let element):
      try append(arrayOf: length, element, at: offset, in: universe)
    default: pointer(at: offset / 8)
    }
  }

  /// Arrays of arrays are one array of all their elements.
  private mutating func append(
    arrayOf length: Int64, _ element: GoType, at offset: Int64, in universe: Universe
  ) throws(LayoutError) {
    var (count, element) = (length, element)
    while case .array(let inner, let next) = universe.underlying(element) {
      // A type's size bounds the product, since its elements hold pointers.
      count = count &* inner
      element = next
    }
    let size = try universe.layout(of: element).size
    guard Self.isWorthRepeating(words: size / 8, count: count) else {
      for index in 0..<max(count, 0) {
        try append(element, at: offset + index * size, in: universe)
      }
      return
    }
    try append(element, at: offset, in: universe)
    zeros(until: (offset + size) / 8)
    self.repeat(size / 8, times: count - 1)
  }
}

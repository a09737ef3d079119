import GoTypes

/// A type that a descriptor describes: one of the program's, or one that the compiler makes up.
/// Made-up types have no Go syntax, or are not what their syntax says, so they are no `GoType`.
public indirect enum DescribedType: Hashable, Sendable {
  case type(GoType)
  /// A type that is never compared or hashed, though one of its syntax may be: a closure's struct,
  /// an array behind a slice literal, a slot of a map. Its symbol says so (`type:noalg.…`).
  case withoutAlgorithms(GoType)
  /// What a map keeps eight entries in: a bucket, or a group of slots.
  case mapBucket(key: GoType, value: GoType)
  /// What a map value points to.
  case mapHeader(key: GoType, value: GoType)
  /// What a loop over a map keeps its place in.
  case mapIterator(key: GoType, value: GoType)
  /// The eight keys or values of a bucket; the element is a pointer where they lie elsewhere.
  case mapArray(element: GoType)
  /// The pointer type of a bucket's overflow field in releases that write it out: its text is cut
  /// one nesting earlier than that of other pointers to the bucket.
  case overflowPointer(key: GoType, value: GoType)
  /// A pointer, a slice and an array of a made-up type. Those of a program's type are a `GoType`.
  case pointer(DescribedType)
  case slice(DescribedType)
  case array(length: Int64, element: DescribedType)

  /// A pointer to the type.
  public var pointer: DescribedType {
    if case .type(let type) = self { .type(.pointer(type)) } else { .pointer(self) }
  }

  /// A slice of the type.
  var slice: DescribedType {
    if case .type(let type) = self { .type(.slice(type)) } else { .slice(self) }
  }

  /// The type in Go's syntax; nil where it has none. An array of keys is an ordinary array, which
  /// a program may also write.
  public var goType: GoType? {
    switch self {
    case .type(let type), .withoutAlgorithms(let type): type
    case .mapArray(let element): .array(length: 8, element: element)
    case .pointer(let element): element.goType.map { .pointer($0) }
    case .slice(let element): element.goType.map { .slice($0) }
    case .array(let length, let element):
      element.goType.map { .array(length: length, element: $0) }
    case .mapBucket, .mapHeader, .mapIterator, .overflowPointer: nil
    }
  }
}

extension StructType {
  /// The types of the fields of a struct that the compiler makes up: those of its syntax, but that
  /// the store behind a slice on the stack is an array without algorithms after one that aligns it
  /// (cmd/compile/internal/ssagen/ssa.go and walk/builtin.go, Go 1.25).
  var madeUpFieldTypes: [DescribedType] {
    let isStore =
      fields.count == 2 && fields.allSatisfy { $0.name == "_" }
      && fields[0].type == .array(length: 0, element: .basic(.uintptr))
    return fields.enumerated().map { index, field in
      isStore && index == 1 ? .withoutAlgorithms(field.type) : .type(field.type)
    }
  }
}

import GoTypes

/// A type that a descriptor describes: one of the program's, or one that the compiler makes up to
/// say how a map lies in memory. Made-up types have no Go syntax, so they are no `GoType`.
public indirect enum DescribedType: Hashable, Sendable {
  case type(GoType)
  /// What a map keeps eight entries in. Keys and values are those of the map type.
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
  /// A pointer to a made-up type. A pointer to a program's type is a `GoType`.
  case pointer(DescribedType)

  /// A pointer to the type.
  public var pointer: DescribedType {
    if case .type(let type) = self { .type(.pointer(type)) } else { .pointer(self) }
  }

  /// The type in Go's syntax; nil where it is made up. An array of keys is an ordinary array, which
  /// a program may also write.
  public var goType: GoType? {
    switch self {
    case .type(let type): type
    case .mapArray(let element): .array(length: 8, element: element)
    case .pointer(let element): element.goType.map { .pointer($0) }
    case .mapBucket, .mapHeader, .mapIterator, .overflowPointer: nil
    }
  }
}

import GoRelease
import GoTypes

extension MadeUpStruct {
  /// Adds a field where the language would lay it out.
  fileprivate mutating func append(_ name: String, _ type: DescribedType, _ layout: TypeLayout) {
    let step = max(layout.alignment, 1)
    let offset = (size + step - 1) / step * step
    fields.append(Field(name: name, type: type, offset: offset))
    size = offset + layout.size
    alignment = max(alignment, layout.alignment)
  }
}

extension DescriptorBuilder {
  /// The structs that a map needs as releases describe them whose compilers lay them out as any
  /// other (cmd/compile/internal/gc/reflect.go, `mapbucket`, `hmap` and `hiter`, Go 1.8); nil for
  /// types that are no such structs.
  func structOfAllFields(
    _ type: DescribedType, _ sizes: TypeRules.MapSizes
  ) throws(DescriptorError) -> MadeUpStruct? {
    let fields: [(String, DescribedType)]
    switch type {
    case .mapBucket(let key, let value):
      let entries = try laidOut(type) { () throws(LayoutError) in
        try MapEntries(key: key, value: value, sizes, universe)
      }
      fields = [
        ("topbits", .type(.array(length: sizes.entries, element: .basic(.uint8)))),
        ("keys", .mapArray(element: entries.key)), ("values", .mapArray(element: entries.value)),
        ("overflow", try overflow(of: type, entries)),
      ]
    case .mapHeader(let key, let value):
      let bucket = DescribedType.pointer(.mapBucket(key: key, value: value))
      fields = [
        ("count", .type(.basic(.int))), ("flags", .type(.basic(.uint8))),
        ("B", .type(.basic(.uint8))), ("noverflow", .type(.basic(.uint16))),
        ("hash0", .type(.basic(.uint32))), ("buckets", bucket), ("oldbuckets", bucket),
        ("nevacuate", .type(.basic(.uintptr))), ("overflow", .type(.basic(.unsafePointer))),
      ]
    case .mapIterator(let key, let value):
      let bucket = DescribedType.pointer(.mapBucket(key: key, value: value))
      fields = [
        ("key", .type(.pointer(key))), ("val", .type(.pointer(value))),
        ("t", .type(.pointer(.basic(.uint8)))),
        ("h", .pointer(.mapHeader(key: key, value: value))), ("buckets", bucket),
        ("bptr", bucket), ("overflow0", .type(.basic(.unsafePointer))),
        ("overflow1", .type(.basic(.unsafePointer))), ("startBucket", .type(.basic(.uintptr))),
        ("stuff", .type(.basic(.uintptr))), ("bucket", .type(.basic(.uintptr))),
        ("checkBucket", .type(.basic(.uintptr))),
      ]
    case .type, .mapArray, .overflowPointer, .pointer: return nil
    }
    var structure = MadeUpStruct(fields: [], size: 0, alignment: 1)
    for (name, type) in fields { structure.append(name, type, try layout(of: type)) }
    return structure
  }

  /// A bucket without pointers keeps its overflow bucket's address as a number, so that the
  /// collector can pass it over; the header has the pointers then.
  private func overflow(
    of bucket: DescribedType, _ entries: MapEntries
  ) throws(DescriptorError) -> DescribedType {
    for type in [entries.key, entries.value] where try layout(of: .type(type)).pointerBytes > 0 {
      return .pointer(bucket)
    }
    return .type(.basic(.uintptr))
  }
}

import GoRelease
import GoTypes

extension DescriptorBuilder {
  /// The structs that a map needs as releases describe them whose compilers lay them out as any
  /// other; nil for types that are no such structs, and for those that the release does not have.
  func structOfAllFields(
    _ type: DescribedType, _ structs: TypeRules.MapStructs
  ) throws(DescriptorError) -> MadeUpStruct? {
    let (key, value): (GoType, GoType)
    let rule: TypeRules.MapStruct?
    switch type {
    case .mapBucket(let k, let v): (key, value, rule) = (k, v, structs.storage)
    case .mapHeader(let k, let v): (key, value, rule) = (k, v, structs.header)
    case .mapIterator(let k, let v): (key, value, rule) = (k, v, structs.iterator)
    case .type, .withoutAlgorithms, .mapArray, .overflowPointer, .pointer, .slice, .array:
      return nil
    }
    guard let rule else { return nil }
    let entries = try entries(of: type, key: key, value: value)
    var fields: [MadeUpStruct.Field] = []
    var memory: [StructType.Field] = []
    for field in rule.fields {
      let described = try fieldType(field.type, key: key, value: value, entries)
      fields.append(.init(name: field.name, type: described, offset: 0))
      memory.append(.init(name: field.name, type: try memoryType(of: described)))
    }
    let structure = StructType(fields: memory)
    let (offsets, layout) = try laidOut(type) { () throws(LayoutError) in
      (try universe.fieldOffsets(of: structure), try universe.layout(of: .structure(structure)))
    }
    for (index, offset) in offsets.enumerated() { fields[index].offset = offset }
    return MadeUpStruct(fields: fields, size: layout.size, alignment: layout.alignment)
  }

  /// A map's keys and values as its buckets hold them.
  func entries(
    of type: DescribedType, key: GoType, value: GoType
  ) throws(DescriptorError) -> MapEntries {
    try laidOut(type) { () throws(LayoutError) in
      try MapEntries(key: key, value: value, release.typeRules.maps, universe)
    }
  }

  private func fieldType(
    _ type: TypeRules.MapFieldType, key: GoType, value: GoType, _ entries: MapEntries
  ) throws(DescriptorError) -> DescribedType {
    let count = release.typeRules.maps.entries
    switch type {
    case .basic(let kind): return .type(.basic(kind))
    case .bytes: return .type(.array(length: count, element: .basic(.uint8)))
    case .keys: return .mapArray(element: entries.key)
    case .elements: return .mapArray(element: entries.value)
    case .slots: return .array(length: count, element: .withoutAlgorithms(entries.slot))
    case .storagePointer: return .pointer(.mapBucket(key: key, value: value))
    case .headerPointer: return .pointer(.mapHeader(key: key, value: value))
    case .keyPointer: return .type(.pointer(key))
    case .elementPointer: return .type(.pointer(value))
    case .bytePointer: return .type(.pointer(.basic(.uint8)))
    case .overflow(let isTyped):
      for entry in [entries.key, entries.value]
      where try layout(of: .type(entry)).pointerBytes > 0 {
        return isTyped
          ? .pointer(.mapBucket(key: key, value: value)) : .type(.basic(.unsafePointer))
      }
      return .type(.basic(.uintptr))
    }
  }
}

extension MapEntries {
  /// The struct of a key and its element. Its fields are no package's.
  var slot: GoType {
    .structure(
      StructType(fields: [.init(name: "key", type: key), .init(name: "elem", type: value)]))
  }
}
